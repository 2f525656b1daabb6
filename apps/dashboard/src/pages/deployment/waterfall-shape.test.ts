import { presentDeployment } from "@deploy-lens/api/deployments/present-deployment";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import { SAMPLE_DEPLOYMENT, SAMPLE_EVENTS } from "@deploy-lens/api/openapi/examples";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import { describe, expect, test } from "vitest";
import { type AxisSpan, partLanes, type WaterfallLane, waterfallShape } from "./waterfall-shape.ts";

const lengthOf = (spans: readonly AxisSpan[]) =>
  spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

describe("the documented sample", () => {
  const shape = waterfallShape(SAMPLE_DEPLOYMENT, SAMPLE_EVENTS.events, Date.now());

  test("fell silent, so its axis ends with its last event, not today", () => {
    expect(shape.lengthMs).toBe(80_818);
    expect(lengthOf(shape.path)).toBe(80_818);
  });

  test("has the path that the API counts", () => {
    const gaps = shape.path.filter(({ phase }) => phase === null);
    expect(gaps.map(({ fromMs, toMs }) => toMs - fromMs)).toEqual([24, 3939, 7, 12]);
    const [lane] = shape.lanes;
    expect(lane?.bars.map(({ critical }) => lengthOf(critical))).toEqual([17, 20_171, 6, 56_642, 0]);
  });

  test("has an open bar where nothing has ended", () => {
    expect(shape.lanes[0]?.bars.map(({ open }) => open)).toEqual([false, false, false, false, true]);
  });
});

describe("lanes of many models", () => {
  const [lane] = waterfallShape(SAMPLE_DEPLOYMENT, SAMPLE_EVENTS.events, Date.now()).lanes;
  if (lane === undefined) throw new Error("the sample has a lane");
  const done = lane.bars.slice(0, 4);
  const quiet: WaterfallLane = { model: null, bars: done.map((bar) => ({ ...bar, critical: [] })) };
  const onPath: WaterfallLane = { model: null, bars: done };
  const retried: WaterfallLane = {
    model: null,
    bars: quiet.bars.map((bar) => ({ ...bar, run: { ...bar.run, attempts: 2 } })),
  };
  const lengthMs = 80_818;

  test("are folded where nobody waited for them, and nothing happened in them", () => {
    const lanes = [quiet, onPath, quiet, retried, quiet];
    expect(partLanes({ lanes, lengthMs })).toEqual({
      shown: [onPath, retried],
      quiet: [quiet, quiet, quiet],
    });
  });

  test("are all shown where they are few, or all alike", () => {
    expect(partLanes({ lanes: [quiet, onPath], lengthMs }).quiet).toEqual([]);
    expect(partLanes({ lanes: Array.from({ length: 9 }, () => quiet), lengthMs }).shown).toHaveLength(9);
  });

  test("one that is under way is never folded", () => {
    const open: WaterfallLane = { ...quiet, bars: quiet.bars.map((bar) => ({ ...bar, open: true })) };
    expect(partLanes({ lanes: [onPath, open, quiet, quiet, quiet], lengthMs }).shown).toEqual([onPath, open]);
  });
});

describe("a deployment of two models with a retry", () => {
  const at = (seconds: number, message: string, severity: "normal" | "abnormal" = "normal") => ({
    occurredAtMs: 1_700_000_000_000 + seconds * 1000,
    severity,
    message,
  });
  const { deployments } = deriveDeployments({
    serviceId: "s",
    events: [
      at(0, "start to deploy service"),
      at(1, "[a 1.0] pulling model image"),
      at(2, "[b 2.0] pulling model image"),
      at(5, "[a 1.0] failed to pull image, retry later", "abnormal"),
      at(6, "[b 2.0] pull image success"),
      at(6, "[b 2.0] starting model"),
      at(20, "[a 1.0] pull image success"),
      at(21, "[a 1.0] starting model"),
      at(30, "Service s started."),
    ],
  });
  const [derived] = deployments;
  if (derived === undefined) throw new Error("there is a deployment");
  const asOfMs = 1_700_000_900_000;
  const deployment = presentDeployment(deploymentAsOf(derived.deployment, asOfMs), {
    asOfMs,
    language: "en",
  });
  const shape = waterfallShape(deployment, derived.events.map(presentEvent), asOfMs);

  test("has a lane for each model", () => {
    expect(shape.lanes.map(({ model }) => model?.name)).toEqual(["a", "b"]);
  });

  test("ends where the deployment ended, however long ago", () => {
    expect(shape.lengthMs).toBe(30_000);
  });

  test("gives each millisecond to one bar or to nobody, as the API does", () => {
    const bars = shape.lanes.flatMap((lane) => lane.bars);
    expect(bars.map(({ critical }) => lengthOf(critical))).toEqual(
      deployment.phases.map(({ criticalMs }) => criticalMs),
    );
    expect(lengthOf(shape.path)).toBe(deployment.totalMs);
  });

  test("marks the retry on the bar of the model that retried", () => {
    const retries = shape.lanes.flatMap(({ bars }) =>
      bars.map(({ run, retriesMs }) => [run.model?.name, retriesMs]),
    );
    expect(retries.filter(([, ms]) => ms?.length)).toEqual([["a", [5000]]]);
  });
});

test("a deployment under way reaches to now, and its open bar with it", () => {
  const open = { ...SAMPLE_DEPLOYMENT, flags: [] };
  const shape = waterfallShape(open, [], Date.parse(open.startedAt) + 100_000);
  expect(shape.lengthMs).toBe(100_000);
  expect(shape.lanes[0]?.bars.at(-1)?.toMs).toBe(100_000);
});

test("a retry that names no model is marked on the bar that was under way, not on one that came later", () => {
  const at = (seconds: number, message: string) => ({
    occurredAtMs: 1_700_000_000_000 + seconds * 1000,
    severity: "abnormal" as const,
    message,
  });
  const { deployments } = deriveDeployments({
    serviceId: "s",
    events: [
      at(0, "start to deploy service"),
      at(1, "preparing environment"),
      at(2, "[a 1.0] prepare environment success"),
      at(3, "Schedule failed due to insufficient resources. Retry later."),
      at(6, "[a 1.0] schedule resource success"),
      at(8, "[b 2.0] prepare environment success"),
      at(9, "[b 2.0] schedule resource success"),
    ],
  });
  const [derived] = deployments;
  if (derived === undefined) throw new Error("there is a deployment");
  const asOfMs = 1_700_000_020_000;
  const deployment = presentDeployment(deploymentAsOf(derived.deployment, asOfMs), {
    asOfMs,
    language: "en",
  });
  const bars = waterfallShape(deployment, derived.events.map(presentEvent), asOfMs).lanes.flatMap(
    (lane) => lane.bars,
  );
  expect(bars.filter(({ retriesMs }) => retriesMs.length > 0).map(({ run }) => run.model?.name)).toEqual([
    "a",
  ]);
});
