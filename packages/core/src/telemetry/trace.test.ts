import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { feed, only, upToStart } from "../testing/derived-feed.ts";
import { deploymentTrace, hasEnded, type TraceSubject } from "./trace.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
/** While the feed pulls its image. */
const PULLING_AT_MS = 150;
const context: TraceSubject = {
  projectId: "p",
  serviceName: "invoice-ocr",
  url: "https://lens.example/d",
  events: [],
  sha256,
};

function traceOf(lines: string[], changed: Partial<TraceSubject> = {}) {
  const deployment = only([...upToStart, ...feed(...lines)]);
  if (!hasEnded(deployment)) throw new Error("it has not ended");
  const [resource] = deploymentTrace(deployment, { ...context, ...changed }).resourceSpans;
  const [root, ...tasks] = resource?.scopeSpans[0]?.spans ?? [];
  if (root === undefined) throw new Error("a trace without a root");
  return { deployment, root, tasks };
}

const attribute = (span: ReturnType<typeof traceOf>["root"], key: string) =>
  span.attributes.find((one) => one.key === key)?.value;

test("a run with a task for each phase of each model, within the run's own time", () => {
  const { deployment, root, tasks } = traceOf(["300 Service m started."]);
  expect(root).toMatchObject({
    name: "RUN modelarts/invoice-ocr",
    kind: 2,
    startTimeUnixNano: `${deployment.startedAtMs}000000`,
    endTimeUnixNano: `${deployment.endedAtMs}000000`,
    status: {},
  });
  expect(attribute(root, "cicd.pipeline.result")).toEqual({ stringValue: "success" });
  expect(attribute(root, "error.type")).toBeUndefined();
  expect(tasks.map(({ name }) => name)).toEqual(deployment.phases.map(({ phase }) => phase));
  for (const task of tasks) {
    expect(task).toMatchObject({ kind: 1, traceId: root.traceId, parentSpanId: root.spanId });
    expect(BigInt(task.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(root.startTimeUnixNano));
    expect(BigInt(task.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(root.endTimeUnixNano));
  }
  expect(root.events.filter(({ name }) => name === "gap")).toHaveLength(deployment.gaps.length);
});

test("ids are the same each time, and no two spans share one", () => {
  const [first, again] = [traceOf(["300 Service m started."]), traceOf(["300 Service m started."])];
  expect(again).toEqual(first);
  const ids = [first.root, ...first.tasks].map(({ spanId }) => spanId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(first.root.traceId).toMatch(/^[0-9a-f]{32}$/);
});

test("a failure is an error with its cause and the platform's words, on the run and on the phase that failed", () => {
  const { root, tasks, deployment } = traceOf(["300 !Failed to start service m."]);
  expect(deployment.outcome).toBe("failure");
  const message = deployment.failure?.message;
  expect(root.status).toEqual({ code: 2, message });
  expect(attribute(root, "error.type")).toEqual({ stringValue: deployment.failure?.cause });
  expect(tasks.at(-1)).toMatchObject({ name: "start_model", status: { code: 2, message } });
  expect(tasks.slice(0, -1).every(({ status }) => status.code === undefined)).toBe(true);
});

test("an abnormal event stands in the span of its phase, one of no phase in the run's", () => {
  const event = { message: "retry later", signal: "retry", phase: "pull_image", model: null } as const;
  const { root, tasks } = traceOf(["300 Service m started."], {
    events: [
      { ...event, occurredAtMs: PULLING_AT_MS },
      { ...event, phase: null, occurredAtMs: PULLING_AT_MS },
      { ...event, occurredAtMs: 1 },
    ],
  });
  const retries = (span = root) =>
    span.events.filter(({ name }) => name === "retry").map(({ timeUnixNano }) => timeUnixNano);
  expect(retries(tasks.find(({ name }) => name === "pull_image"))).toEqual([`${PULLING_AT_MS}000000`]);
  expect(retries()).toEqual([`${PULLING_AT_MS}000000`, "1000000"]);
});

test("a phase that has no end has no span, and is counted", () => {
  const { root, tasks, deployment } = traceOf([
    "95 The service is being stopped.",
    "99 The service has been stopped.",
  ]);
  const drawn = deployment.phases.filter(
    ({ startedAtMs, endedAtMs }) => startedAtMs !== null && endedAtMs !== null,
  );
  expect(tasks).toHaveLength(drawn.length);
  expect(attribute(root, "deploylens.phases_without_span")).toEqual({
    intValue: String(deployment.phases.length - drawn.length),
  });
  expect(attribute(root, "cicd.pipeline.result")).toEqual({ stringValue: "cancellation" });
});
