import { describe, expect, it } from "vitest";
import { MAX_DURATION_MS } from "../histogram/index.ts";
import { SAMPLE_DEPLOYMENT } from "../testing/sample-deployment.ts";
import type { Deployment, PhaseFlag, PhaseOutcome, PhaseRun } from "../vocabulary/deployment.ts";
import { deploymentDurations } from "./index.ts";

const [build, ...rest] = SAMPLE_DEPLOYMENT.phases;
if (build === undefined) expect.fail("the sample has a build");

const withBuild = (...runs: readonly Partial<PhaseRun>[]): Deployment => ({
  ...SAMPLE_DEPLOYMENT,
  phases: [...runs.map(changedBuild), ...rest],
});

/** The sample's build with other values; each test gives some that derivation puts together. */
function changedBuild(run: Partial<PhaseRun>): PhaseRun {
  return { ...build, ...run } as PhaseRun;
}

function reasonOfBuild(...runs: readonly Partial<PhaseRun>[]): string | null | undefined {
  return deploymentDurations(withBuild(...runs)).phases[0]?.unmeasured;
}

describe("deploymentDurations", () => {
  it("takes the documented sample as what it is: open, with four measured phases", () => {
    expect(deploymentDurations(SAMPLE_DEPLOYMENT)).toEqual({
      id: SAMPLE_DEPLOYMENT.id,
      serviceId: "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e",
      startedAtMs: 1_562_597_251_764,
      day: "2019-07-08",
      kind: "deploy",
      outcome: null,
      failureCause: null,
      models: [{ name: "zcjtestTF", version: "3.0.0" }],
      totalMs: null,
      gapMs: 3_982,
      phases: [
        { phase: "build_image", startedAfterMs: 24, wallMs: 17, criticalMs: 17, unmeasured: null },
        {
          phase: "prepare_environment",
          startedAfterMs: 3_980,
          wallMs: 20_171,
          criticalMs: 20_171,
          unmeasured: null,
        },
        { phase: "schedule_resource", startedAfterMs: 24_151, wallMs: 6, criticalMs: 6, unmeasured: null },
        { phase: "pull_image", startedAfterMs: 24_164, wallMs: 56_642, criticalMs: 56_642, unmeasured: null },
        { phase: "start_model", startedAfterMs: 80_818, wallMs: null, criticalMs: 0, unmeasured: "open" },
      ],
      modelPhases: [
        ["build_image", 17, null],
        ["prepare_environment", 20_171, null],
        ["schedule_resource", 6, null],
        ["pull_image", 56_642, null],
        ["start_model", null, "open"],
      ].map(([phase, wallMs, unmeasured]) => ({
        phase,
        model: { name: "zcjtestTF", version: "3.0.0" },
        wallMs,
        unmeasured,
      })),
    });
  });

  it.each<[PhaseFlag, string | null]>([
    ["inferred_end", "inferred_end"],
    ["missing_start", "missing_start"],
    ["skew", "skew"],
    ["implied_start", null],
    ["ended_by_status", null],
  ])("judges a phase flagged %s as %s", (flag, reason) => {
    expect(reasonOfBuild({ flags: [flag] })).toBe(reason);
  });

  it.each<[PhaseOutcome, string | null]>([
    ["success", null],
    ["recovered", null],
    ["failure", "failed"],
    ["interrupted", "interrupted"],
  ])("judges a phase that ended in %s as %s", (outcome, reason) => {
    expect(reasonOfBuild({ outcome })).toBe(reason);
  });

  it("judges a phase over models by the worst of its runs, and each model by its own", () => {
    const second = { name: "bert base", version: "1.0.0" };
    const deployment = {
      ...withBuild({}, { model: second, outcome: "failure", startedAtMs: SAMPLE_DEPLOYMENT.startedAtMs + 9 }),
      models: [...SAMPLE_DEPLOYMENT.models, second],
    };
    const { phases, modelPhases } = deploymentDurations(deployment);
    expect(phases[0]).toMatchObject({ unmeasured: "failed", startedAfterMs: 9 });
    expect(
      modelPhases.filter(({ phase }) => phase === "build_image").map(({ unmeasured }) => unmeasured),
    ).toEqual([null, "failed"]);
    expect(reasonOfBuild({ flags: ["skew"] }, { endedAtMs: null, wallMs: null })).toBe("open");
  });

  it("knows no start where no event gave one", () => {
    const { phases } = deploymentDurations(
      withBuild({ startedAtMs: null, flags: ["missing_start"], wallMs: null }),
    );
    expect(phases[0]).toMatchObject({ startedAfterMs: null, unmeasured: "missing_start" });
  });

  it("misses the start of a run that has none, flagged or not, and the end of a phase without a time", () => {
    expect(reasonOfBuild({ startedAtMs: null, wallMs: null, flags: [] })).toBe("missing_start");
    const summary = SAMPLE_DEPLOYMENT.summary.map((phase) => ({ ...phase, wallMs: null }));
    expect(deploymentDurations({ ...SAMPLE_DEPLOYMENT, summary }).phases[0]?.unmeasured).toBe("open");
  });

  it("keeps a run that names no model out of the models' times alone", () => {
    const { phases, modelPhases } = deploymentDurations(withBuild({ model: null }));
    expect(phases[0]).toMatchObject({ phase: "build_image", wallMs: 17 });
    expect(modelPhases.map(({ phase }) => phase)).not.toContain("build_image");
  });

  it("takes a time that no clock can mean as skew", () => {
    const summary = SAMPLE_DEPLOYMENT.summary.map((phase) => ({ ...phase, wallMs: MAX_DURATION_MS + 1 }));
    const { phases } = deploymentDurations({ ...SAMPLE_DEPLOYMENT, summary });
    expect(phases[0]?.unmeasured).toBe("skew");
  });

  it("carries why it failed", () => {
    const failure = { cause: "disk_pressure", message: "no space left", occurredAtMs: 1 } as const;
    expect(deploymentDurations({ ...SAMPLE_DEPLOYMENT, failure }).failureCause).toBe("disk_pressure");
  });
});
