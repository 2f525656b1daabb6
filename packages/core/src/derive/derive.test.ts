import { describe, expect, test } from "vitest";
import sample from "../../fixtures/documented-sample.json" with { type: "json" };
import type { ServiceEvent } from "../event/service-event.ts";
import type { Deployment, PhaseRun } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";
import { SERVICE_GONE, type ServiceStatusObservation } from "../vocabulary/status.ts";
import { deploymentAsOf, STALLED_AFTER_MS } from "./as-of.ts";
import { deploymentId, startOfDeploymentId } from "./id.ts";
import { deriveDeployments } from "./index.ts";

const serviceId = "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e";

/** Events from lines such as `120 [m 1.0.0] pull image success`; a `!` before the text makes it abnormal. */
function feed(...lines: string[]): ServiceEvent[] {
  return lines.map((line) => {
    const space = line.indexOf(" ");
    const text = line.slice(space + 1);
    const abnormal = text.startsWith("!");
    return {
      occurredAtMs: Number(line.slice(0, space)),
      severity: abnormal ? "abnormal" : "normal",
      message: abnormal ? text.slice(1) : text,
    };
  });
}

function derive(events: ServiceEvent[], statuses: ServiceStatusObservation[] = []): Deployment[] {
  return deriveDeployments({ serviceId, events, statuses }).deployments.map(({ deployment }) => deployment);
}

function only(events: ServiceEvent[], statuses: ServiceStatusObservation[] = []): Deployment {
  const [deployment, ...others] = derive(events, statuses);
  expect(others).toEqual([]);
  if (deployment === undefined) throw new Error("no deployment was derived");
  return deployment;
}

function runOf(deployment: Deployment, phase: Phase, model?: string): PhaseRun {
  const run = deployment.phases.find(
    (one) => one.phase === phase && (model === undefined || one.model?.name === model),
  );
  if (run === undefined) throw new Error(`no ${phase} of ${model ?? "any model"}`);
  return run;
}

const sampleEvents: ServiceEvent[] = sample.events.map((wire) => ({
  occurredAtMs: wire.occur_time,
  severity: "normal",
  message: wire.event_info,
}));

/** A whole deployment of one model, up to its start. */
const upToStart = feed(
  "0 start to deploy service",
  "10 building image for model [m 1.0.0]",
  "30 model (m 1.0.0) build image success",
  "50 preparing environment",
  "90 [m 1.0.0] prepare environment success",
  "95 [m 1.0.0] schedule resource success",
  "100 [m 1.0.0] pulling model image",
  "200 [m 1.0.0] pull image success",
  "210 [m 1.0.0] starting model",
);

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

  test("is stalled when looked at years later, and says how long it has run", () => {
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

  test("tells the start", () => {
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

  test("a text without a label speaks of every model", () => {
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

describe("rule 6: abnormal is not failed", () => {
  test("a retried phase that succeeds is recovered, and so is the deployment", () => {
    const deployment = only([
      ...upToStart,
      ...feed("92 !Schedule failed due to insufficient resources. Retry later.", "300 Service m started."),
    ]);
    expect(runOf(deployment, "schedule_resource")).toMatchObject({
      outcome: "recovered",
      attempts: 2,
      wallMs: 5,
    });
    expect(deployment).toMatchObject({ outcome: "success", failure: null, flags: ["recovered"] });
  });

  test("a rolled back update is normal upstream and still a failed update", () => {
    const deployment = only(
      feed(
        "0 The service is being updated.",
        "10 !Failed to update the service. Perform a rollback.",
        "90 Failed to update the service. The update has been rolled back.",
      ),
    );
    expect(deployment).toMatchObject({
      kind: "update",
      outcome: "failure",
      totalMs: 90,
      flags: ["rolled_back"],
    });
    expect(deployment.failure?.message).toBe(
      "Failed to update the service. The update has been rolled back.",
    );
  });

  test("while it rolls back it is open, and already tells why", () => {
    const deployment = only(
      feed("0 The service is being updated.", "10 !Failed to update the service. Perform a rollback."),
    );
    expect(deployment).toMatchObject({
      outcome: null,
      flags: ["rolling_back"],
      failure: { occurredAtMs: 10 },
    });
  });

  test("running after a rollback is not a success", () => {
    const events = feed(
      "0 The service is being updated.",
      "10 !Failed to update the service. Perform a rollback.",
    );
    expect(only(events, [{ status: "running", transitionAtMs: 80 }])).toMatchObject({
      outcome: "failure",
      endedBy: "service_status",
      flags: ["rolled_back"],
    });
  });

  test("a failed rollback is a failure with its own cause", () => {
    const deployment = only(
      feed("0 The service is being updated.", "10 !Failed to update the service. The rollback failed."),
    );
    expect(deployment).toMatchObject({ outcome: "failure", failure: { cause: "rollback_failed" } });
  });
});

describe("rule 7: a new begin supersedes", () => {
  test("the old attempt ends at its own last event, never at its successor's", () => {
    const [first, second] = derive([...upToStart, ...feed("5000 The service is being updated.")]);
    expect(first).toMatchObject({
      outcome: "superseded",
      endedAtMs: 210,
      totalMs: 210,
      endedBy: "next_deployment",
    });
    expect(first?.phases.at(-1)).toMatchObject({ outcome: "interrupted", flags: ["inferred_end"] });
    expect(second).toMatchObject({ kind: "update", outcome: null, startedAtMs: 5000 });
  });

  test("a stop cancels", () => {
    expect(only([...upToStart, ...feed("400 The service is being stopped.")])).toMatchObject({
      outcome: "cancelled",
      endedAtMs: 400,
      endedBy: "event",
      failure: null,
    });
  });

  test("a stop after success changes nothing", () => {
    const done = [...upToStart, ...feed("300 Service m started.")];
    expect(only([...done, ...feed("400 The service is being stopped.")])).toEqual(only(done));
  });
});

describe("rule 7: a service that no longer exists", () => {
  const gone = (atMs: number): ServiceStatusObservation => ({ status: SERVICE_GONE, transitionAtMs: atMs });

  test("cancels the open deployment, at its own last event", () => {
    const deployment = only(upToStart, [gone(90_000)]);
    expect(deployment).toMatchObject({
      outcome: "cancelled",
      endedBy: "service_gone",
      endedAtMs: 210,
      totalMs: 210,
      failure: null,
    });
    expect(runOf(deployment, "start_model")).toMatchObject({
      outcome: "interrupted",
      flags: ["inferred_end"],
    });
  });

  test("changes nothing of a deployment that text or status ended, or a next one", () => {
    const done = [...upToStart, ...feed("300 Service m started.")];
    expect(only(done, [gone(90_000)])).toEqual(only(done));
    expect(only(upToStart, [{ status: "running", transitionAtMs: 260 }, gone(90_000)])).toMatchObject({
      endedBy: "service_status",
    });
    const [first, second] = derive(
      [...upToStart, ...feed("400 The service is being updated.")],
      [gone(90_000)],
    );
    expect([first?.endedBy, second?.endedBy]).toEqual(["next_deployment", "service_gone"]);
  });

  test("is void when something happened after it", () => {
    expect(only(upToStart, [gone(209)]).outcome).toBeNull();
    expect(only(upToStart, [gone(210)]).outcome).toBe("cancelled");
    const [first] = derive([...upToStart, ...feed("400 The service is being updated.")], [gone(300)]);
    expect(first?.endedBy).toBe("next_deployment");
  });
});

test("each deployment comes with the update that it carried out, where one is known", () => {
  const update = (updatedAtMs: number) => ({ updatedAtMs, result: "success", models: [] }) as const;
  const events = feed("100000 start to deploy service", "900000 The service is being updated.");
  const { deployments } = deriveDeployments({
    serviceId,
    events,
    updates: [update(899_000), update(101_000)],
  });
  expect(deployments.map(({ configuration }) => configuration?.updatedAtMs)).toEqual([101_000, 899_000]);
  expect(deriveDeployments({ serviceId, events }).deployments[0]?.configuration).toBeNull();
});

describe("rule 8: the service's own status", () => {
  test("running after the start is success at that time", () => {
    const deployment = only(upToStart, [{ status: "running", transitionAtMs: 260 }]);
    expect(deployment).toMatchObject({
      outcome: "success",
      endedAtMs: 260,
      totalMs: 260,
      endedBy: "service_status",
    });
    expect(runOf(deployment, "start_model")).toMatchObject({ wallMs: 50, flags: ["ended_by_status"] });
    expect(deployment.summary.at(-1)?.measured).toBe(true);
  });

  test("running since before the start says nothing", () => {
    expect(only(upToStart, [{ status: "running", transitionAtMs: 0 }]).outcome).toBeNull();
  });

  test("an attempt closed by status stays closed when the service is stopped or updated later", () => {
    const later = [
      ...upToStart,
      ...feed("9000 The service is being stopped.", "9500 The service is being updated."),
    ];
    const [first] = derive(later, [{ status: "running", transitionAtMs: 260 }]);
    expect(first).toMatchObject({ outcome: "success", endedAtMs: 260, endedBy: "service_status" });
  });

  test("text that says the same is preferred, with its time", () => {
    const events = [...upToStart, ...feed("303 Service m started.")];
    expect(only(events, [{ status: "running", transitionAtMs: 300 }])).toMatchObject({
      endedBy: "event",
      totalMs: 303,
    });
  });

  test("failed is a failure, with the last cause that the events name", () => {
    const events = [
      ...upToStart.slice(0, 5),
      ...feed("95 !Insufficient resources. Wait until idle resources are sufficient."),
    ];
    expect(only(events, [{ status: "failed", transitionAtMs: 700 }])).toMatchObject({
      outcome: "failure",
      endedBy: "service_status",
      failure: { cause: "insufficient_resources", occurredAtMs: 95 },
    });
  });

  test("stopped is cancelled; deploying and words nobody knows close nothing", () => {
    expect(only(upToStart, [{ status: "stopped", transitionAtMs: 700 }]).outcome).toBe("cancelled");
    expect(only(upToStart, [{ status: "deploying", transitionAtMs: 700 }]).outcome).toBeNull();
    expect(only(upToStart, [{ status: "pondering", transitionAtMs: 700 }]).outcome).toBeNull();
  });
});

describe("rule 9: stalls and time-outs", () => {
  test("silence longer than the limit is stalled; a later event takes it back", () => {
    const open = only(upToStart);
    const nowMs = 210 + STALLED_AFTER_MS + 1;
    expect(deploymentAsOf(open, nowMs).flags).toEqual(["stalled"]);
    expect(deploymentAsOf(open, nowMs - 1).flags).toEqual([]);
    const goesOn = only([...upToStart, ...feed(`${nowMs - 5} [m 1.0.0] starting model`)]);
    expect(deploymentAsOf(goesOn, nowMs).flags).toEqual([]);
  });

  test("a closed deployment is never stalled, and has no elapsed time", () => {
    const closed = only(upToStart, [{ status: "running", transitionAtMs: 260 }]);
    expect(deploymentAsOf(closed, 1e12)).toEqual({ ...closed, elapsedMs: null });
  });

  test("the documented time-out texts close it as timed out", () => {
    const english = only([...upToStart, ...feed("900 !Service deployment timed out. Error: no answer")]);
    const chinese = only([
      ...upToStart,
      ...feed("900 !服务部署超时，错误信息：服务部署时间超过20分钟，设置为失败。"),
    ]);
    for (const deployment of [english, chinese]) {
      expect(deployment).toMatchObject({ outcome: "timed_out", totalMs: 900, failure: { cause: "timeout" } });
    }
  });
});

describe("rule 10: text that nobody knows", () => {
  test("is kept and counted, and changes no span", () => {
    const odd = feed("60 the moon is in the seventh house");
    const derivation = deriveDeployments({ serviceId, events: [...upToStart, ...odd] });
    const [derived] = derivation.deployments;
    expect(derived?.deployment).toMatchObject({ unclassified: 1, flags: ["unclassified"], eventCount: 10 });
    expect(derived?.events.map(({ event }) => event.message)).toContain("the moon is in the seventh house");
    expect(derived?.deployment.phases).toEqual(only(upToStart).phases);
  });

  test("outside any deployment it is kept too", () => {
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

describe("how attempts end", () => {
  test("a failed start names its cause and ends the phase", () => {
    const deployment = only([...upToStart, ...feed("300 !Failed to start service m.")]);
    expect(deployment).toMatchObject({ outcome: "failure", failure: { cause: "model_start" } });
    expect(runOf(deployment, "start_model")).toMatchObject({ wallMs: 90, outcome: "failure", flags: [] });
  });

  test("a failed phase leaves the deployment open until something ends it", () => {
    const events = feed(
      "0 start to deploy service",
      "5 building image for model [m 1]",
      "9 !Failed to create the image.",
    );
    expect(only(events)).toMatchObject({ outcome: null, failure: null });
    const ended = only([...events, ...feed("12 !Service deploy failed. Error: see above")]);
    expect(ended).toMatchObject({ outcome: "failure", failure: { cause: "image_build", occurredAtMs: 12 } });
  });

  test("a success without its last phases still closes what was open", () => {
    const deployment = only([...upToStart.slice(0, 7), ...feed("300 Service m started.")]);
    expect(runOf(deployment, "pull_image")).toMatchObject({
      endedAtMs: 300,
      outcome: "success",
      flags: ["inferred_end"],
    });
  });

  test("a start without phases has no phases, whether it names its model or not", () => {
    const named = only(feed("0 The service is being started.", "70 [m 1.0.0] Service m started."));
    expect(named).toMatchObject({ outcome: "success", models: [{ name: "m" }], phases: [] });
    expect(only(feed("0 The service is being started.", "70 Service m started."))).toMatchObject({
      kind: "start",
      outcome: "success",
      totalMs: 70,
      phases: [],
      gaps: [{ after: "start", before: "end", ms: 70 }],
    });
  });
});
