import { PHASES, type Phase } from "../vocabulary/phase.ts";
import type { Run } from "./run.ts";

/** A part of a deployment's time: a phase's share of the critical path, or the time between phases. */
export interface TimePart {
  readonly part: Phase | "gap";
  /** Additional time of the part, ms; negative: it takes less. */
  readonly ms: number;
}

/** Additional time of a deployment, part by part. The parts add up to the total. */
export interface Attribution {
  readonly totalMs: number;
  readonly parts: readonly TimePart[];
}

/** A run and the stratum that it is compared within. */
export interface StratifiedRun {
  readonly run: Run;
  readonly stratum: number;
}

/**
 * Divides the change of the mean total over phases and gaps.
 *
 * Means are taken within strata, and each stratum weighs as many runs as it has after the change, so that a change of the
 * mixture moves nothing. Phases and gaps of a run add up to its total, so their means do; rounding keeps that: the parts with
 * the largest remainders are rounded up.
 *
 * @returns `null` if no stratum has runs on both sides.
 */
export function attribute(
  before: readonly StratifiedRun[],
  after: readonly StratifiedRun[],
): Attribution | null {
  const earlier = Map.groupBy(before, ({ stratum }) => stratum);
  const later = Map.groupBy(after, ({ stratum }) => stratum);
  const shared = [...later].flatMap(([stratum, runs]) => {
    const others = earlier.get(stratum);
    return others === undefined ? [] : [{ runs, others }];
  });
  const n = shared.reduce((sum, { runs }) => sum + runs.length, 0);
  if (n === 0) return null;
  const parts = [...PHASES, "gap" as const].map((part) => ({
    part,
    exact: shared.reduce(
      (sum, { runs, others }) => sum + (runs.length / n) * (meanOf(runs, part) - meanOf(others, part)),
      0,
    ),
  }));
  const totalMs = Math.round(parts.reduce((sum, { exact }) => sum + exact, 0));
  const floors = parts.map(({ part, exact }) => ({
    part,
    ms: Math.floor(exact),
    rest: exact - Math.floor(exact),
  }));
  const missing = totalMs - floors.reduce((sum, { ms }) => sum + ms, 0);
  const up = new Set(floors.toSorted((a, b) => b.rest - a.rest).slice(0, missing));
  return {
    totalMs,
    parts: floors.map((floor) => ({ part: floor.part, ms: floor.ms + (up.has(floor) ? 1 : 0) })),
  };
}

function meanOf(runs: readonly StratifiedRun[], part: TimePart["part"]): number {
  return runs.reduce((sum, { run }) => sum + partOf(run, part), 0) / runs.length;
}

function partOf({ phases, gapMs }: Run, part: TimePart["part"]): number {
  return part === "gap" ? gapMs : (phases.find(({ phase }) => phase === part)?.criticalMs ?? 0);
}
