import { describe, expect, test } from "vitest";
import { feed } from "../testing/derivation-fixtures.ts";
import { deriveDeployments } from "./index.ts";

const BEGIN = "0 start to deploy service";

function derive(
  lines: readonly string[],
  statuses: readonly { status: string; transitionAtMs: number }[] = [],
) {
  const { deployments } = deriveDeployments({ serviceId: "s", events: feed(BEGIN, ...lines), statuses });
  const [first] = deployments;
  if (first === undefined) throw new Error("no deployment was derived");
  return first.deployment;
}

/** Runs such as `pull_image a 10-50 ×2 recovered implied_start`. */
function runs(lines: readonly string[], statuses?: Parameters<typeof derive>[1]): string[] {
  return derive(lines, statuses).phases.map(
    ({ phase, model, startedAtMs, endedAtMs, attempts, outcome, flags }) =>
      [phase, model?.name ?? "-", `${startedAtMs}-${endedAtMs}`, `×${attempts}`, outcome, ...flags].join(" "),
  );
}

describe("rule 3: where a phase without an end stops", () => {
  test("at the first later phase that shows itself, not at one that comes after it", () => {
    expect(
      runs(["1 [a 1] preparing environment", "3 [a 1] scheduling resource", "5 [a 1] pulling model image"]),
    ).toEqual([
      "prepare_environment a 1-3 ×1 success inferred_end",
      "schedule_resource a 3-5 ×1 success inferred_end",
      "pull_image a 5-null ×1 ",
    ]);
    const [build] = runs(["1 building image", "2 starting model", "5 pull image success"]);
    expect(build).toBe("build_image - 1-2 ×1 success inferred_end");
  });

  test("at one that is known by its end alone, even in the same millisecond", () => {
    expect(runs(["5 [a 1] build image failed", "7 [a 1] prepare environment success"])[0]).toBe(
      "build_image a null-7 ×1 recovered missing_start inferred_end",
    );
    expect(runs(["5 [a 1] pulling model image", "5 Failed to start service m."])[0]).toBe(
      "pull_image a 5-5 ×1 success inferred_end",
    );
  });

  test("never at one that came before it", () => {
    expect(runs(["1 prepare environment success", "3 [a 1] build image failed"])[0]).toBe(
      "build_image a null-3 ×1 failure missing_start",
    );
  });

  test("its implied start is the end of the phase before it, whatever began later", () => {
    const [, schedule] = runs([
      ...[
        "5 [a 1] prepare environment success",
        "8 [a 1] pulling model image",
        "10 [a 1] schedule resource success",
      ],
    ]);
    expect(schedule).toBe("schedule_resource a 5-10 ×1 success implied_start");
  });
});

describe("rule 3: one line of the whole service ends the last phase of several models", () => {
  test("only the last phase, and only where the model's own text has not ended it", () => {
    expect(
      runs([
        "0 [a 1] pulling model image",
        "1 [b 1] starting model",
        "5 start model failed",
        "5 pull image failed",
      ]),
    ).toEqual(["pull_image a 0-5 ×1 failure", "start_model b 1-5 ×1 failure"]);
    const both = ["0 [a 1] starting model", "1 [b 1] starting model"];
    expect(runs([...both, "5 [a 1] start model failed", "5 Service deployment timed out."])).toEqual([
      "start_model a 0-5 ×1 failure",
      "start_model b 1-5 ×1 interrupted inferred_end",
    ]);
    expect(runs([...both, "5 [a 1] start model success", "5 Service deployment timed out."])[0]).toBe(
      "start_model a 0-5 ×1 success",
    );
  });

  test("a model that its own text ended bounds nothing", () => {
    expect(
      runs([
        "1 [a 1] starting model",
        "2 [b 1] starting model",
        "3 [b 1] start model success",
        "9 Service m started.",
      ]),
    ).toEqual(["start_model a 1-9 ×1 success", "start_model b 2-3 ×1 success"]);
  });

  test("a model that began later and is still open bounds nothing", () => {
    expect(runs(["0 [a 1] starting model", "3 [a 1] start model failed", "5 [b 1] starting model"])[0]).toBe(
      "start_model a 0-3 ×1 failure",
    );
  });

  test("nor do models that never came so far, or whose start nobody knows", () => {
    expect(
      runs([
        ...["1 [a 1] starting model", "2 [b 1] prepare environment failed, retry later"],
        ...["3 [c 1] Auto stop has been disabled.", "9 Service m started."],
      ])[0],
    ).toBe("start_model a 1-9 ×1 success");
    expect(
      runs(["1 [a 1] pulling model image", "1 [b 1] pulling model image", "5 start model failed"]),
    ).toEqual([
      "pull_image a 1-5 ×1 success inferred_end",
      "start_model a null-5 ×1 failure missing_start",
      "pull_image b 1-5 ×1 success inferred_end",
      "start_model b null-5 ×1 failure missing_start",
    ]);
  });

  test("a status ends the last phase with a flag of its own, any other by inference", () => {
    const running = [{ status: "running", transitionAtMs: 9 }];
    expect(runs(["1 [a 1] pulling model image"], running)).toEqual([
      "pull_image a 1-9 ×1 success inferred_end",
    ]);
    expect(runs(["1 [a 1] starting model"], running)).toEqual([
      "start_model a 1-9 ×1 success ended_by_status",
    ]);
    expect(runs(["1 [a 1] start model failed", "9 deploy service success"])).toEqual([
      "start_model a null-9 ×1 recovered missing_start",
    ]);
  });
});

describe("rule 4: attempts", () => {
  test("what begins again after a failure, or after a retry that nobody announced, is another attempt", () => {
    expect(runs(["0 start model failed", "1 starting model"])).toEqual([
      "start_model - null-null ×2  missing_start",
    ]);
    expect(
      runs(["0 [a 1] prepare environment failed, retry later", "1 [a 1] preparing environment"]),
    ).toEqual(["prepare_environment a null-null ×2  missing_start"]);
  });

  test("what began, succeeded and begins again runs, and is no skew", () => {
    expect(runs(["0 building image", "1 build image success", "2 building image"])).toEqual([
      "build_image - 0-null ×2 ",
    ]);
    expect(runs(["0 start model failed", "1 start model success", "2 starting model"])).toEqual([
      "start_model - null-null ×3  missing_start",
    ]);
  });

  test("a retry after a success is an attempt; a success after a success is none, and the later one ends it", () => {
    expect(runs(["0 [a 1] pull image success", "1 [a 1] pull image failed, retry later"])).toEqual([
      "pull_image a null-null ×2  missing_start",
    ]);
    expect(runs(["1 pull image success", "2 pull image success"])).toEqual([
      "pull_image - null-2 ×1 success missing_start",
    ]);
  });
});

describe("rule 4: whom a text without a label means", () => {
  test("a late begin still begins a phase that no model has shown, and starts none again", () => {
    expect(runs(["1 [a 1] pulling model image", "2 building image"])[0]).toBe("build_image a 2-null ×1 ");
  });

  test("a late success ends a phase that no model has shown", () => {
    expect(runs(["1 [a 1] starting model", "2 prepare environment success"])[0]).toBe(
      "prepare_environment a null-2 ×1 success missing_start",
    );
  });

  test("nothing moves what a label said", () => {
    const failed = "build_image a null-1 ×1 failure missing_start";
    expect(runs(["1 [a 1] build image failed", "2 build image failed, retry later"])).toEqual([failed]);
    expect(
      runs(["1 [a 1] build image failed", "2 build image success", "2 [b 1] scheduling resource"]),
    ).toContain(failed);
    expect(
      runs(["1 [b 1] scheduling resource", "1 [a 1] build image failed", "2 build image success"]),
    ).toEqual(["schedule_resource b 1-null ×1 ", failed]);
    expect(runs(["1 start model success", "2 [a 1] Failed to start service m."])).toEqual([
      "start_model a null-1 ×1 success missing_start",
    ]);
  });

  test("without any label every text is the lane's own, out of order too", () => {
    expect(runs(["1 scheduling resource", "2 prepare environment failed, retry later"])).toEqual([
      "prepare_environment - null-null ×1  missing_start",
      "schedule_resource - 1-null ×1 ",
    ]);
    expect(runs(["0 build image success", "1 building image"])).toEqual([
      "build_image - 1-1 ×1 success skew",
    ]);
  });
});

describe("gaps and phases over models", () => {
  const gapsOf = (...lines: string[]) =>
    derive(lines).gaps.map(({ after, before, ms }) => `${after}→${before} ${ms}`);

  test("a gap stands between what ended last before it and what begins first after it", () => {
    expect(
      gapsOf(
        ...["0 [a 1] pulling model image", "1 [b 1] building image", "3 [b 1] build image success"],
        ...["5 [a 1] pull image success", "9 Failed to deploy the service."],
      ),
    ).toEqual(["pull_image→end 4"]);
  });

  test("of two that end together the later phase is its neighbour, of two that begin together the earlier", () => {
    const both = [
      "5 building image",
      "5 pulling model image",
      "7 build image success",
      "7 pull image success",
    ];
    expect(gapsOf(...both, "9 Failed to deploy the service.")).toEqual([
      "start→build_image 5",
      "pull_image→end 2",
    ]);
  });

  test("the wall time over models is unknown while one of them runs, or where the start of one is unknown", () => {
    const wallsOf = (...lines: string[]) =>
      derive(lines).summary.map(({ wallMs, criticalMs, measured }) => `${wallMs} ${criticalMs} ${measured}`);
    const a = ["0 [a 1] pulling model image", "4 [a 1] pull image success"];
    expect(wallsOf(...a, "6 [b 1] pulling model image")).toEqual(["null 4 false"]);
    expect(wallsOf(...a, "6 [b 1] pull image success")).toEqual(["null 4 false"]);
    expect(wallsOf(...a, "6 [b 1] pulling model image", "9 [b 1] pull image success")).toEqual(["7 7 true"]);
  });
});
