import { describe, expect, test } from "vitest";
import { derive, feed, only, runOf, sampleEvents, serviceId, upToStart } from "../testing/derived-feed.ts";
import { deploymentAsOf } from "./as-of.ts";
import { deploymentId, startOfDeploymentId } from "./id.ts";
import { deriveDeployments } from "./index.ts";

describe("the documented sample", () => {
  const deployment = only(sampleEvents);

  test("has the contract's phases, to the millisecond", () => {
    expect(deployment.phases.map((run) => [run.phase, run.wallMs, run.flags])).toEqual([
      ["build_image", 17, []],
      ["prepare_environment", 20171, []],
      ["schedule_resource", 6, ["implied_start"]],
      ["pull_image", 56642, []],
      ["start_model", null, []],
    ]);
    expect(runOf(deployment, "start_model")).toMatchObject({
      startedAtMs: 1562597332582,
      endedAtMs: null,
      outcome: null,
    });
  });

  test("has the contract's gaps", () => {
    expect(deployment.gaps.map((gap) => [gap.after, gap.before, gap.ms])).toEqual([
      ["start", "build_image", 24],
      ["build_image", "prepare_environment", 3939],
      ["schedule_resource", "pull_image", 7],
      ["pull_image", "start_model", 12],
    ]);
    expect(deployment.gaps.slice(0, 2).map((gap) => gap.startedAtMs - deployment.startedAtMs)).toEqual([
      0, 41,
    ]);
  });

  test("measures the phases that have ended", () => {
    expect(deployment.summary.map(({ measured }) => measured)).toEqual([true, true, true, true, false]);
  });

  test("is open: observed, and no duration of anything", () => {
    expect(deployment).toMatchObject({
      id: deploymentId(serviceId, "deploy", 1562597251764),
      kind: "deploy",
      outcome: null,
      startedAtMs: 1562597251764,
      endedAtMs: null,
      endedBy: null,
      totalMs: null,
      observedMs: 80818,
      models: [{ name: "zcjtestTF", version: "3.0.0" }],
      failure: null,
      unclassified: 0,
      eventCount: 9,
    });
  });

  test("is stalled when read years later, and has its elapsed time", () => {
    const asOf = deploymentAsOf(deployment, 1562597251764 + 10_000_000);
    expect(asOf).toMatchObject({ flags: ["stalled"], elapsedMs: 10_000_000, outcome: null, totalMs: null });
  });

  test("comes out alike from the upstream's default order", () => {
    expect(only([...sampleEvents].reverse())).toEqual(deployment);
  });
});

describe("rule 1: order by time, then by meaning", () => {
  test("ties: lifecycle begin, phase begin, phase end, terminal", () => {
    const atOnce = feed(
      "5 Service m started.",
      "5 [m 1.0.0] pull image success",
      "5 [m 1.0.0] pulling model image",
      "5 start to deploy service",
    );
    const deployment = only(atOnce);
    expect(deployment).toMatchObject({ outcome: "success", totalMs: 0, startedAtMs: 5 });
    expect(runOf(deployment, "pull_image")).toMatchObject({ wallMs: 0, attempts: 1, flags: [] });
  });

  test("an event read twice counts once", () => {
    expect(only([...upToStart, ...upToStart])).toEqual(only(upToStart));
  });
});

describe("rule 2: the id", () => {
  test("depends on service, kind and start alone, and sorts by start", () => {
    expect(only(upToStart).id).toBe(only(upToStart.slice(0, 3)).id);
    const ids = [
      deploymentId("a", "deploy", 1_000),
      deploymentId("b", "deploy", 1_000),
      deploymentId("a", "update", 1_000),
      deploymentId("a", "deploy", 1_001),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(ids.slice(0, 3).every((id) => id < deploymentId("a", "deploy", 1_001))).toBe(true);
  });

  test("is nobody else's, though begins of two kinds and several wordings fall into one millisecond", () => {
    const begins = feed(
      "5 !start to deploy service",
      "5 The service is being updated.",
      "5 start to deploy service",
    );
    const ids = derive(begins).map(({ id }) => id);
    expect(ids).toEqual([deploymentId(serviceId, "deploy", 5), deploymentId(serviceId, "update", 5)]);
  });

  test("contains the start", () => {
    expect(startOfDeploymentId(deploymentId("a", "deploy", 1562597251764))).toBe(1562597251764);
    expect(startOfDeploymentId(deploymentId("a", "deploy", 8.64e15))).toBe(8.64e15);
    expect(startOfDeploymentId("latest")).toBeNull();
  });
  test("two wordings of one begin at one time are one deployment", () => {
    expect(only(feed("0 start to deploy service", "0 The service starts to deploy.")).kind).toBe("deploy");
  });
});

describe("rule 3: missing begins and ends", () => {
  test("a phase with no begin starts where its predecessor ended", () => {
    expect(runOf(only(upToStart), "schedule_resource")).toMatchObject({
      startedAtMs: 90,
      wallMs: 5,
      flags: ["implied_start"],
    });
  });

  test("without a predecessor that ended, its start stays unknown", () => {
    const run = runOf(
      only(feed("0 start to deploy service", "40 [m 1.0.0] schedule resource success")),
      "schedule_resource",
    );
    expect(run).toMatchObject({
      startedAtMs: null,
      endedAtMs: 40,
      wallMs: null,
      activeMs: null,
      flags: ["missing_start"],
    });
  });

  test("a phase with no end stays open", () => {
    const deployment = only(upToStart.slice(0, 7));
    expect(runOf(deployment, "pull_image")).toMatchObject({
      endedAtMs: null,
      wallMs: null,
      outcome: null,
      flags: [],
    });
  });

  test("a later phase of the same model bounds it, flagged and out of percentiles", () => {
    const deployment = only(upToStart.filter((event) => !event.message.includes("pull image success")));
    expect(runOf(deployment, "pull_image")).toMatchObject({
      endedAtMs: 210,
      wallMs: 110,
      outcome: "success",
      flags: ["inferred_end"],
    });
    expect(deployment.summary.find((one) => one.phase === "pull_image")).toMatchObject({
      wallMs: 110,
      measured: false,
    });
  });

  test("another model's later phase does not", () => {
    const deployment = only([
      ...feed("0 start to deploy service", "10 [a 1] pulling model image", "20 [b 1] pulling model image"),
      ...feed("30 [b 1] pull image success", "40 [b 1] starting model"),
    ]);
    expect(runOf(deployment, "pull_image", "a").endedAtMs).toBeNull();
  });
});

describe("rule 4: wall, active, attempts", () => {
  const retried = feed(
    "0 start to deploy service",
    "100 [m 1.0.0] pulling model image",
    "130 ![m 1.0.0] failed to pull image, retry later",
    "160 [m 1.0.0] pulling model image",
    "200 [m 1.0.0] pull image success",
  );

  test("wall is first begin to final end, active the sum of attempts", () => {
    expect(runOf(only(retried), "pull_image")).toMatchObject({
      wallMs: 100,
      activeMs: 70,
      attempts: 2,
      outcome: "recovered",
    });
  });

  test("a retry without a new begin goes on from where the last attempt ended", () => {
    const run = runOf(only(retried.filter((event) => event.occurredAtMs !== 160)), "pull_image");
    expect(run).toMatchObject({ wallMs: 100, activeMs: 100, attempts: 2 });
  });

  test("a begin repeated without an end is a new attempt", () => {
    const run = runOf(only(retried.filter((event) => event.occurredAtMs !== 130)), "pull_image");
    expect(run).toMatchObject({ wallMs: 100, activeMs: 100, attempts: 2, outcome: "recovered" });
  });
});

describe("rule 5: several models side by side", () => {
  const sideBySide = feed(
    "0 start to deploy service",
    "0 preparing environment",
    "10 [a 1] prepare environment success",
    "20 [b 1] prepare environment success",
    "20 [a 1] pulling model image",
    "30 [b 1] pulling model image",
    "60 [a 1] pull image success",
    "100 [b 1] pull image success",
    "120 Service svc started.",
  );
  const deployment = only(sideBySide);

  test("a text without a label applies to every model", () => {
    expect(runOf(deployment, "prepare_environment", "a")).toMatchObject({ startedAtMs: 0, wallMs: 10 });
    expect(runOf(deployment, "prepare_environment", "b")).toMatchObject({ startedAtMs: 0, wallMs: 20 });
  });

  test("a phase over models is the union of its intervals", () => {
    const walls = deployment.summary.map((one) => [one.phase, one.wallMs]);
    expect(walls).toEqual([
      ["prepare_environment", 20],
      ["pull_image", 80],
      ["start_model", 60],
    ]);
  });

  test("critical shares and gaps add up to the total", () => {
    const critical = deployment.phases.reduce((sum, run) => sum + run.criticalMs, 0);
    const gaps = deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0);
    expect(critical + gaps).toBe(120);
    expect(deployment.totalMs).toBe(120);
  });

  test("a retry without a label is of the models that still wait", () => {
    const waiting = only([
      ...sideBySide.filter((event) => event.occurredAtMs < 60),
      ...feed(
        "50 [a 1] pull image success",
        "70 !failed to pull image, retry later",
        "90 [b 1] pull image success",
      ),
    ]);
    expect(runOf(waiting, "pull_image", "a").attempts).toBe(1);
    expect(runOf(waiting, "pull_image", "b").attempts).toBe(2);
    const pulls = waiting.summary.find(({ phase }) => phase === "pull_image");
    expect(pulls?.attempts, "over the models: the most that one of them needed").toBe(2);
  });
});

test("a retry without a label is not of models that have not come so far", () => {
  const deployment = only(
    feed(
      "0 start to deploy service",
      "0 preparing environment",
      "10 [a 1] prepare environment success",
      "20 !Schedule failed due to insufficient resources. Retry later.",
      "30 [b 1] prepare environment success",
      "40 [a 1] schedule resource success",
      "41 [b 1] schedule resource success",
    ),
  );
  expect(runOf(deployment, "schedule_resource", "a")).toMatchObject({
    attempts: 2,
    wallMs: 30,
    outcome: "recovered",
  });
  expect(runOf(deployment, "schedule_resource", "b")).toMatchObject({
    attempts: 1,
    wallMs: 11,
    outcome: "success",
  });
});

describe("rule 10: text that nobody knows", () => {
  test("is stored and counted, and changes no span", () => {
    const odd = feed("60 the moon is in the seventh house");
    const derivation = deriveDeployments({ serviceId, events: [...upToStart, ...odd] });
    const [derived] = derivation.deployments;
    expect(derived?.deployment).toMatchObject({ unclassified: 1, flags: ["unclassified"], eventCount: 10 });
    expect(derived?.events.map(({ event }) => event.message)).toContain("the moon is in the seventh house");
    expect(derived?.deployment.phases).toEqual(only(upToStart).phases);
  });

  test("outside of any deployment it is stored too", () => {
    const { deployments, outside } = deriveDeployments({
      serviceId,
      events: feed("1 hello", "2 [m 1] starting model"),
    });
    expect(deployments).toEqual([]);
    expect(outside.map(({ event }) => event.message)).toEqual(["hello", "[m 1] starting model"]);
  });
});

describe("rule 11: missing and negative times", () => {
  test("an end before its begin is nothing, and says so", () => {
    const deployment = only(
      feed(
        "0 start to deploy service",
        "50 [m 1.0.0] pull image success",
        "52 [m 1.0.0] pulling model image",
      ),
    );
    expect(runOf(deployment, "pull_image")).toMatchObject({ wallMs: 0, flags: ["skew"] });
    expect(deployment.flags).toContain("skew");
    expect(deployment.summary[0]?.measured).toBe(false);
  });

  test("a status stamped before the events that it concludes clamps to 0", () => {
    const deployment = only(upToStart, [{ status: "running", transitionAtMs: 205 }]);
    expect(deployment).toMatchObject({ outcome: "success", totalMs: 205, flags: ["skew"] });
    expect(runOf(deployment, "start_model")).toMatchObject({ wallMs: 0, flags: ["ended_by_status", "skew"] });
  });
});
