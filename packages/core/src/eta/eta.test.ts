import { describe, expect, it } from "vitest";
import type { DeploymentDurations, PhaseDuration } from "../durations/index.ts";
import { durationsOf, type Outline } from "../testing/durations.ts";
import { SAMPLE_DEPLOYMENT } from "../testing/sample-deployment.ts";
import type { Deployment, PhaseRun } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";
import { comparablePast, estimateFrom, estimateRemaining } from "./index.ts";
import type { Progress } from "./progress.ts";

const START = SAMPLE_DEPLOYMENT.startedAtMs;
const HOUR = 3_600_000;

/** An open deployment that has run phases one after the other; the last one still runs. */
function openWith(walls: Partial<Record<Phase, number>>, running: Phase): Deployment {
  const [model] = SAMPLE_DEPLOYMENT.models;
  let at = START;
  const run = (phase: Phase, ms: number | null): PhaseRun => {
    const startedAtMs = at;
    at += ms ?? 0;
    const common = { phase, model: model ?? null, startedAtMs, attempts: 1, criticalMs: ms ?? 0, flags: [] };
    return ms === null
      ? { ...common, wallMs: null, activeMs: null, endedAtMs: null, outcome: null }
      : { ...common, wallMs: ms, activeMs: ms, endedAtMs: at, outcome: "success" };
  };
  const done = (["build_image", "prepare_environment", "schedule_resource", "pull_image"] as const).flatMap(
    (phase) => (walls[phase] === undefined ? [] : [run(phase, walls[phase])]),
  );
  const phases = [...done, run(running, null)];
  const summary = phases.map(({ phase, wallMs }) => ({
    phase,
    wallMs,
    criticalMs: wallMs ?? 0,
    attempts: 1,
    measured: wallMs !== null,
  }));
  return { ...SAMPLE_DEPLOYMENT, phases, summary, gaps: [] };
}

/** Past deployments, an hour apart, the last an hour before the open one. */
function historyOf(walls: readonly Required<Outline>["walls"][], rest: Outline = {}): DeploymentDurations[] {
  return walls.map((each, i) =>
    durationsOf({ id: `past-${i}`, startedAtMs: START - (walls.length - i) * HOUR, walls: each, ...rest }),
  );
}

const warm = { pull_image: 2_000, start_model: 10_000 };
const cold = { pull_image: 60_000, start_model: 30_000 };
const warmAndCold = [...new Array(12).fill(warm), ...new Array(10).fill(cold)];

describe("estimateRemaining", () => {
  it("is conditioned on the time already spent: a pull that runs for 10 s is a cold one", () => {
    const open = openWith({}, "pull_image");
    const history = historyOf(warmAndCold);
    expect(estimateRemaining(open, history, START)).toEqual({
      remainingMs: { p50: 12_000, p90: 90_000 },
      basedOn: 22,
      confidence: "low",
      overdue: false,
    });
    expect(estimateRemaining(open, history, START + 10_000)).toEqual({
      remainingMs: { p50: 80_000, p90: 80_000 },
      basedOn: 10,
      confidence: "medium",
      overdue: false,
    });
  });

  it("takes what is left of whole deployments, gaps included", () => {
    const history = historyOf(new Array(30).fill({ pull_image: 4_000 }), { totalMs: 9_000 });
    const open = openWith({}, "pull_image");
    expect(estimateRemaining(open, history, START + 1_000)).toEqual({
      remainingMs: { p50: 8_000, p90: 8_000 },
      basedOn: 30,
      confidence: "high",
      overdue: false,
    });
  });

  it("takes those alone that ran the same phases at that moment, where there are five", () => {
    const sideBySide = (pullMs: number, totalMs: number, count: number) =>
      historyOf(new Array(count).fill({}), {
        totalMs,
        phases: [
          { phase: "pull_image", startedAfterMs: 0, wallMs: pullMs, criticalMs: pullMs, unmeasured: null },
          {
            phase: "start_model",
            startedAfterMs: 1_000,
            wallMs: totalMs - 1_000,
            criticalMs: totalMs - 1_000,
            unmeasured: null,
          },
        ],
      });
    const open = openWith({}, "pull_image");
    const [pull] = open.phases;
    const [summary] = open.summary;
    if (pull?.endedAtMs !== null || summary === undefined) expect.fail("it pulls");
    const start: PhaseRun = { ...pull, phase: "start_model", startedAtMs: START + 1_000 };
    const both = { ...open, phases: [pull, start], summary: [summary, { ...summary, phase: start.phase }] };
    const estimate = (slow: number) =>
      estimateRemaining(
        both,
        [...sideBySide(2_000, 20_000, 20), ...sideBySide(60_000, 90_000, slow)],
        START + 10_000,
      );
    expect(estimate(5)).toMatchObject({ remainingMs: { p50: 80_000 }, basedOn: 5 });
    expect(estimate(4)).toMatchObject({ remainingMs: { p50: 10_000 }, basedOn: 24 });
  });

  it("gives the p90 of a next deployment: of ten past ones, the longest", () => {
    const history = historyOf(Array.from({ length: 10 }, (_, i) => ({ pull_image: 1_000 * (i + 1) })));
    const open = openWith({}, "pull_image");
    expect(estimateRemaining(open, history, START)?.remainingMs).toEqual({ p50: 5_500, p90: 10_000 });
  });

  it("rounds the mean of the two middle ones to a whole ms", () => {
    const history = historyOf([1, 2, 3, 6, 7, 8].map((pull_image) => ({ pull_image })));
    expect(estimateRemaining(openWith({}, "pull_image"), history, START)?.remainingMs.p50).toBe(5);
  });

  it("doubles p50 where four or fewer lasted so long, for they have no ninth decile", () => {
    const estimate = (lasting: readonly number[]) => {
      const walls = [...new Array(20).fill(1_000), ...lasting].map((pull_image) => ({ pull_image }));
      return estimateRemaining(openWith({}, "pull_image"), historyOf(walls), START + 2_000);
    };
    expect(estimate([5_000, 6_000, 7_000, 8_000])).toMatchObject({
      basedOn: 4,
      remainingMs: { p50: 4_500, p90: 9_000 },
    });
    expect(estimate([3_000, 4_000, 4_000, 8_000])?.remainingMs).toEqual({ p50: 2_000, p90: 6_000 });
    expect(estimate([4_000, 5_000, 6_000, 7_000, 8_000])).toMatchObject({
      basedOn: 5,
      remainingMs: { p50: 4_000, p90: 6_000 },
    });
  });

  it("knows a wait between phases", () => {
    const phases = [
      { phase: "build_image", startedAfterMs: 0, wallMs: 100, criticalMs: 100, unmeasured: null },
      { phase: "pull_image", startedAfterMs: 5_100, wallMs: 2_000, criticalMs: 2_000, unmeasured: null },
    ] as const;
    const history = historyOf(new Array(6).fill({}), { phases, totalMs: 7_100 });
    const open = openWith({ build_image: 300 }, "pull_image");
    const waiting = { ...open, phases: open.phases.slice(0, 1), summary: open.summary.slice(0, 1) };
    expect(estimateRemaining(waiting, history, START + 1_300)?.remainingMs).toEqual({
      p50: 6_000,
      p90: 6_000,
    });
  });

  it("no longer takes those that had finished the stage at that very moment", () => {
    const history = historyOf(new Array(10).fill({ pull_image: 4_000 }));
    expect(estimateRemaining(openWith({}, "pull_image"), history, START + 4_000)?.remainingMs).toEqual({
      p50: 1_000,
      p90: 8_000,
    });
  });

  it("says when something takes too long, and what is left at least", () => {
    const history = historyOf(new Array(40).fill(warm));
    const open = openWith({}, "pull_image");
    expect(estimateRemaining(open, history, START + 2_999)).toMatchObject({
      overdue: false,
      confidence: "low",
    });
    expect(estimateRemaining(open, history, START + 3_000)).toEqual({
      remainingMs: { p50: 10_750, p90: 16_000 },
      basedOn: 40,
      confidence: "low",
      overdue: true,
    });
  });

  it("calls overdue what 19 of 20 past deployments had done a second before", () => {
    const overdue = (slow: number) =>
      estimateRemaining(
        openWith({}, "pull_image"),
        historyOf([...new Array(40 - slow).fill(warm), ...new Array(slow).fill(cold)]),
        START + 3_000,
      )?.overdue;
    expect(overdue(1)).toBe(true);
    expect(overdue(2)).toBe(false);
  });

  it("calls nothing overdue that fewer than five past deployments did", () => {
    const overdue = (pulls: number) =>
      estimateRemaining(
        openWith({}, "pull_image"),
        historyOf([...new Array(20).fill({ build_image: 60_000 }), ...new Array(pulls).fill(warm)]),
        START + 30_000,
      )?.overdue;
    expect(overdue(4)).toBe(false);
    expect(overdue(5)).toBe(true);
  });

  it.each([
    ["high", 29],
    ["medium", 28],
    ["medium", 10],
    ["low", 9],
  ])("is of %s confidence with %i deployments that took the same", (confidence, count) => {
    const history = historyOf(new Array(count).fill(warm));
    expect(estimateRemaining(openWith({}, "pull_image"), history, START)?.confidence).toBe(confidence);
  });

  it.each([
    ["high", 21_000],
    ["medium", 21_001],
    ["medium", 41_000],
    ["low", 41_001],
  ])("is of %s confidence where p50 is 10 s and p90 %i ms", (confidence, p90) => {
    const walls = [...new Array(35).fill(10_000), ...new Array(4).fill(p90)];
    const history = historyOf(walls.map((pull_image) => ({ pull_image })));
    expect(estimateRemaining(openWith({}, "pull_image"), history, START)).toMatchObject({
      remainingMs: { p50: 10_000, p90 },
      confidence,
    });
  });

  it("aligns at a phase whose end was only inferred: it is where that deployment went on", () => {
    const inferred = { phase: "start_model", startedAfterMs: 2_000, unmeasured: "inferred_end" } as const;
    const history = historyOf(new Array(10).fill({}), {
      totalMs: 12_000,
      phases: [
        { phase: "pull_image", startedAfterMs: 0, wallMs: 2_000, criticalMs: 2_000, unmeasured: null },
        { ...inferred, wallMs: 10_000, criticalMs: 10_000 },
      ],
    });
    const open = openWith({ pull_image: 5_000 }, "start_model");
    expect(estimateRemaining(open, history, START + 8_000)?.remainingMs.p50).toBe(7_000);
  });

  it("says so of any running phase, not only the latest", () => {
    const history = historyOf(new Array(40).fill(warm));
    const open = openWith({}, "pull_image");
    const [pull] = open.phases;
    const [summary] = open.summary;
    if (pull?.endedAtMs !== null || summary === undefined) expect.fail("it pulls");
    const second: PhaseRun = { ...pull, phase: "start_model", startedAtMs: START + 5_000 };
    const both = { ...open, phases: [pull, second], summary: [summary, { ...summary, phase: second.phase }] };
    expect(estimateRemaining(both, history, START + 6_000)).toMatchObject({
      remainingMs: { p50: 9_000 },
      overdue: true,
      confidence: "low",
    });
  });

  it("falls back on whole deployments where too few know the stage", () => {
    const history = historyOf(new Array(6).fill({ build_image: 10_000 }));
    expect(estimateRemaining(openWith({}, "pull_image"), history, START + 4_000)).toMatchObject({
      remainingMs: { p50: 6_000, p90: 6_000 },
      basedOn: 6,
    });
  });

  it("knows a stage that five past deployments had", () => {
    const history = historyOf([
      ...new Array(20).fill({ build_image: 10_000 }),
      ...new Array(5).fill({ pull_image: 8_000 }),
    ]);
    expect(estimateRemaining(openWith({}, "pull_image"), history, START + 4_000)).toMatchObject({
      remainingMs: { p50: 4_000 },
      basedOn: 5,
    });
  });

  it("is null when fewer than five succeeded before, or nothing is left to wait for", () => {
    const open = openWith({}, "pull_image");
    const failed = historyOf(new Array(50).fill(warm), { outcome: "failure" });
    expect(estimateRemaining(open, [...historyOf(new Array(4).fill(warm)), ...failed], START)).toBeNull();
    expect(estimateRemaining(open, historyOf(new Array(5).fill(warm)), START)).not.toBeNull();
    expect(estimateRemaining({ ...open, outcome: "success" }, historyOf(warmAndCold), START)).toBeNull();
  });

  it("prefers deployments of the same kind when there are enough", () => {
    const updates = historyOf(new Array(50).fill(warm), { kind: "update" });
    const open = openWith({}, "pull_image");
    const four = historyOf(new Array(4).fill(cold));
    const five = historyOf(new Array(5).fill(cold));
    expect(estimateRemaining(open, [...updates, ...four], START)?.remainingMs.p50).toBe(12_000);
    expect(estimateRemaining(open, [...updates, ...five], START)?.remainingMs.p50).toBe(90_000);
  });

  it("follows a change: only the last hundred count", () => {
    const history = historyOf([...new Array(200).fill(cold), ...new Array(100).fill(warm)]);
    expect(estimateRemaining(openWith({}, "pull_image"), history, START)).toMatchObject({
      remainingMs: { p50: 12_000, p90: 12_000 },
      basedOn: 100,
    });
  });

  it("takes the sample, silent for years, as overdue, and promises little", () => {
    const history = historyOf([...new Array(39).fill(warm), { ...warm, start_model: 20_000 }]);
    const estimate = estimateRemaining(SAMPLE_DEPLOYMENT, history, START + 7 * 365 * 24 * HOUR);
    expect(estimate).toEqual({
      // The time spent counts up to the longest past total: 22 s.
      remainingMs: { p50: 5_500, p90: 44_000 },
      basedOn: 40,
      confidence: "low",
      overdue: true,
    });
  });
});

describe("estimateFrom", () => {
  const interval = (phase: Phase, startedAfterMs: number, wallMs: number) =>
    ({ phase, startedAfterMs, wallMs, criticalMs: wallMs, unmeasured: null }) as const;
  const pastOf = (count: number, ...phases: PhaseDuration[]) =>
    Array.from({ length: count }, () => ({
      durations: durationsOf({ phases, totalMs: 70_000 }),
      totalMs: 70_000,
    }));
  const starting = { phase: "start_model", elapsedMs: 10_000 } as const;
  const pulling = { phase: "pull_image", elapsedMs: 12_000 } as const;
  const start = interval("start_model", 2_000, 60_000);
  const progressOf = (...running: Progress["running"]): Progress => ({
    elapsedMs: 12_000,
    stage: { kind: "phase", phase: "start_model" },
    stageElapsedMs: 10_000,
    running,
  });

  it.each([
    {
      but: "another phase instead",
      running: [pulling, starting],
      same: ["pull_image", 50_000],
      other: ["build_image", 50_000],
    },
    { but: "one phase more", running: [starting], same: ["pull_image", 500], other: ["pull_image", 50_000] },
  ] as const)("prefers those that ran the same phases to those that ran $but", ({ running, same, other }) => {
    const past = [
      ...pastOf(5, interval(same[0], 0, same[1]), start),
      ...pastOf(20, interval(other[0], 0, other[1]), start),
    ];
    expect(estimateFrom(progressOf(...running), past)?.basedOn).toBe(5);
  });

  it("calls overdue what runs beside the stage, wherever it began", () => {
    const past = pastOf(10, interval("pull_image", 1_000, 2_000), start);
    const overdueAfter = (elapsedMs: number) =>
      estimateFrom(progressOf({ phase: "pull_image", elapsedMs }, starting), past)?.overdue;
    expect(overdueAfter(2_999)).toBe(false);
    expect(overdueAfter(3_000)).toBe(true);
  });
});

describe("comparablePast", () => {
  const at = (id: string, startedAtMs: number) => durationsOf({ id, startedAtMs, walls: { pull_image: 10 } });

  it("takes what has ended by then, at that very moment, too, most recent first", () => {
    const history = [at("a", START), at("c", START + 5), at("b", START + 5), at("d", START + 6)];
    for (const each of [history, history.toReversed()]) {
      const past = comparablePast(each, "deploy", START + 15);
      expect(past.map(({ durations }) => durations.id)).toEqual(["c", "b", "a"]);
    }
  });
});
