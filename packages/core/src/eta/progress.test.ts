import { describe, expect, it } from "vitest";
import { deploymentDurations, type PhaseDuration } from "../durations/index.ts";
import { durationsOf } from "../testing/durations.ts";
import { SAMPLE_DEPLOYMENT } from "../testing/sample-deployment.ts";
import type { PhaseRun } from "../vocabulary/deployment.ts";
import {
  type EndedInterval,
  intervalsOfOpen,
  intervalsOfPast,
  locateStage,
  type PhaseInterval,
  progressAt,
} from "./progress.ts";

const sample = intervalsOfOpen(SAMPLE_DEPLOYMENT);
const past: readonly EndedInterval[] = [
  { phase: "build_image", startMs: 10, endMs: 30 },
  { phase: "pull_image", startMs: 100, endMs: 400 },
  { phase: "start_model", startMs: 300, endMs: 900 },
];

describe("intervalsOfOpen", () => {
  it("spans all runs of a phase, open while one is", () => {
    expect(sample.at(3)).toEqual({ phase: "pull_image", startMs: 24_164, endMs: 80_806 });
    expect(sample.at(4)).toEqual({ phase: "start_model", startMs: 80_818, endMs: null });
    const [, , , pull] = SAMPLE_DEPLOYMENT.phases;
    if (pull === undefined) expect.fail("the sample pulls");
    const second: PhaseRun = {
      ...pull,
      model: { name: "b", version: "1" },
      startedAtMs: SAMPLE_DEPLOYMENT.startedAtMs + 9,
      endedAtMs: null,
      wallMs: null,
      activeMs: null,
      outcome: null,
    };
    const deployment = { ...SAMPLE_DEPLOYMENT, phases: [...SAMPLE_DEPLOYMENT.phases, second] };
    expect(intervalsOfOpen(deployment).at(3)).toEqual({ phase: "pull_image", startMs: 9, endMs: null });
    const both = {
      ...SAMPLE_DEPLOYMENT,
      phases: [pull, { ...pull, endedAtMs: (pull.endedAtMs ?? 0) + 5 }] as PhaseRun[],
    };
    expect(intervalsOfOpen(both)).toEqual([{ phase: "pull_image", startMs: 24_164, endMs: 80_811 }]);
  });

  it("leaves out a phase of which neither begin nor end is known", () => {
    const phases = SAMPLE_DEPLOYMENT.phases.map((run): PhaseRun => {
      if (run.endedAtMs !== null) return run;
      return { ...run, startedAtMs: null, flags: ["missing_start"] };
    });
    expect(intervalsOfOpen({ ...SAMPLE_DEPLOYMENT, phases })).toEqual(sample.slice(0, 4));
  });
});

describe("intervalsOfPast", () => {
  it("leaves out what was not measured", () => {
    expect(intervalsOfPast(deploymentDurations(SAMPLE_DEPLOYMENT))).toEqual(sample.slice(0, 4));
    const pull = {
      phase: "pull_image",
      startedAfterMs: 1,
      wallMs: 7,
      criticalMs: 7,
      unmeasured: null,
    } as const;
    const intervalsOf = (change: Partial<PhaseDuration>) =>
      intervalsOfPast(durationsOf({ phases: [{ ...pull, ...change }] }));
    expect(intervalsOf({})).toEqual([{ phase: "pull_image", startMs: 1, endMs: 8 }]);
    expect(intervalsOf({ startedAfterMs: null })).toEqual([]);
    expect(intervalsOf({ unmeasured: "skew" })).toEqual([]);
  });
});

describe("progressAt", () => {
  it("sees the documented sample starting its model", () => {
    expect(progressAt(sample, 90_818)).toEqual({
      elapsedMs: 90_818,
      stage: { kind: "phase", phase: "start_model" },
      stageElapsedMs: 10_000,
      running: [{ phase: "start_model", elapsedMs: 10_000 }],
    });
  });

  it("sees a wait between phases, and before the first", () => {
    expect(progressAt(past, 50)).toMatchObject({
      stage: { kind: "wait", after: "build_image" },
      stageElapsedMs: 20,
    });
    expect(progressAt(past, 5)).toMatchObject({ stage: { kind: "wait", after: "start" }, stageElapsedMs: 5 });
    expect(progressAt(past, 950)).toMatchObject({
      stage: { kind: "wait", after: "start_model" },
      stageElapsedMs: 50,
    });
    expect(progressAt([], 5)).toMatchObject({ stage: { kind: "wait", after: "start" }, running: [] });
  });

  it("takes the latest begun of several running phases", () => {
    expect(progressAt(past, 350)).toMatchObject({
      stage: { kind: "phase", phase: "start_model" },
      stageElapsedMs: 50,
      running: [
        { phase: "pull_image", elapsedMs: 250 },
        { phase: "start_model", elapsedMs: 50 },
      ],
    });
  });

  it("takes the later phase of two that began together, and the begin before the phase", () => {
    const stageOf = (...intervals: PhaseInterval[]) => [
      progressAt(intervals, 5).stage,
      progressAt(intervals.toReversed(), 5).stage,
    ];
    const pull = { phase: "pull_image", startMs: 0, endMs: null } as const;
    const start = { phase: "start_model", startMs: 0, endMs: null } as const;
    const [starting, pulling] = [start, pull].map(({ phase }) => ({ kind: "phase", phase }));
    expect(stageOf(pull, start)).toEqual([starting, starting]);
    expect(stageOf({ ...pull, startMs: 3 }, start)).toEqual([pulling, pulling]);
  });

  it("waits from the last end on, at that very moment, too", () => {
    const long = { phase: "build_image", startMs: 0, endMs: 50 } as const;
    const short = { phase: "pull_image", startMs: 10, endMs: 30 } as const;
    for (const intervals of [
      [long, short],
      [short, long],
    ]) {
      for (const atMs of [50, 60]) {
        expect(progressAt(intervals, atMs)).toMatchObject({
          stage: { kind: "wait", after: "build_image" },
          stageElapsedMs: atMs - 50,
        });
      }
    }
  });

  it("never uses the future", () => {
    for (const atMs of [0, 5, 10, 20, 30, 50, 100, 200, 300, 350]) {
      const known = past.filter(({ startMs }) => startMs <= atMs);
      const unended = known.map((own) =>
        own.endMs !== null && own.endMs > atMs ? { ...own, endMs: null } : own,
      );
      expect(progressAt(past, atMs)).toEqual(progressAt(unended, atMs));
    }
  });
});

describe("locateStage", () => {
  it.each([
    [{ kind: "phase", phase: "pull_image" } as const, { startMs: 100, lengthMs: 300 }],
    [{ kind: "wait", after: "start" } as const, { startMs: 0, lengthMs: 10 }],
    [{ kind: "wait", after: "build_image" } as const, { startMs: 30, lengthMs: 70 }],
    [{ kind: "wait", after: "start_model" } as const, { startMs: 900, lengthMs: 100 }],
    [{ kind: "phase", phase: "schedule_resource" } as const, null],
    [{ kind: "wait", after: "schedule_resource" } as const, null],
  ])("finds %o", (stage, found) => {
    expect(locateStage(stage, past, 1_000)).toEqual(found);
  });

  it("finds no wait where the next phase begins at once", () => {
    const [build = expect.fail("it builds"), ...others] = past;
    const next = { phase: "prepare_environment", startMs: build.endMs, endMs: 90 } as const;
    const wait = { kind: "wait", after: "build_image" } as const;
    expect(locateStage(wait, [build, next, ...others], 1_000)).toEqual({ startMs: 30, lengthMs: 0 });
  });
});
