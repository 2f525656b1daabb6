import { describe, expect, test } from "vitest";
import { derive, feed, only, runOf, serviceId, upToStart } from "../testing/derived-feed.ts";
import { SERVICE_GONE, type ServiceStatusObservation } from "../vocabulary/status.ts";
import { deploymentAsOf, STALLED_AFTER_MS } from "./as-of.ts";
import { deriveDeployments } from "./index.ts";

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

  test("while it rolls back it is open, and already has its cause", () => {
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
    expect(deployment).toMatchObject({
      outcome: "failure",
      failure: { cause: "rollback_failed" },
      flags: [],
    });
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
