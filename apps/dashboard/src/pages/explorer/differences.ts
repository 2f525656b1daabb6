import { FAMILY_ERROR, holm } from "@deploy-lens/core/statistics/significance";
import { PHASES, type Phase } from "@deploy-lens/core/vocabulary/phase";
import { fisherP, logFactorials } from "./fisher.ts";
import { longestPhase, type Point } from "./point.ts";

/** Properties that may differ between a region and the rest. */
export const DIMENSIONS = [
  "longest",
  "model",
  "service",
  "cached",
  "kind",
  "outcome",
  "cause",
  "hour",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The number of deployments with a value in a region and in the rest. */
export interface ValueDifference {
  readonly dimension: Dimension;
  readonly value: string;
  readonly inside: number;
  readonly outside: number;
  /** Share inside less share outside, -1 to 1. */
  readonly change: number;
}

export interface RegionComparison {
  readonly inside: number;
  readonly outside: number;
  /** Values that chance does not explain, the greatest change first. */
  readonly differences: readonly ValueDifference[];
  /** Median time of each phase, of those that ran often enough on both sides; the greatest change first. */
  readonly phases: readonly PhaseDifference[];
  /** True if there is too little on one side to tell anything. */
  readonly tooFew: boolean;
}

export interface PhaseDifference {
  readonly phase: Phase;
  readonly insideMs: number;
  readonly outsideMs: number;
  readonly inside: number;
  readonly outside: number;
}

/** With fewer on one side, only extreme differences could be told from chance. */
const FEWEST = 5;

/**
 * Compares a region's deployments with the rest: which models, services, hours… occur more or less often in it. Each value
 * is tested by Fisher's exact test, corrected for the number of values that are looked at (Holm), so that of 100 comparisons
 * of equal halves one at most shows any difference.
 *
 * @param hourOf the hour of day of a start, in the reader's zone
 */
export function compareRegion(
  points: readonly Point[],
  isInside: (point: Point) => boolean,
  hourOf: (epochMs: number) => number,
): RegionComparison {
  const { inside = [], outside = [] } = Object.groupBy(points, (point) =>
    isInside(point) ? "inside" : "outside",
  );
  const counts = { inside: inside.length, outside: outside.length };
  if (inside.length < FEWEST || outside.length < FEWEST) {
    return { ...counts, differences: [], phases: phaseDifferences(inside, outside), tooFew: true };
  }
  const found = DIMENSIONS.flatMap((dimension) => {
    const count = (side: readonly Point[]) =>
      countValues(side, (point) => valuesOf(point, dimension, hourOf));
    const [within, without] = [count(inside), count(outside)];
    return [...new Set([...within.keys(), ...without.keys()])].map((value): ValueDifference => {
      const n = { inside: within.get(value) ?? 0, outside: without.get(value) ?? 0 };
      const change = n.inside / inside.length - n.outside / outside.length;
      return { dimension, value, ...n, change };
    });
  });
  const logs = logFactorials(points.length);
  const p = holm(found.map((one) => fisherP(one.inside, inside.length, one.outside, outside.length, logs)));
  return {
    ...counts,
    differences: found
      .filter((_, i) => (p[i] ?? 1) < FAMILY_ERROR)
      .sort((a, b) => Math.abs(b.change) - Math.abs(a.change)),
    phases: phaseDifferences(inside, outside),
    tooFew: false,
  };
}

function valuesOf(
  point: Point,
  dimension: Dimension,
  hourOf: (epochMs: number) => number,
): readonly string[] {
  switch (dimension) {
    case "longest": {
      const phase = longestPhase(point);
      return phase === null ? [] : [phase];
    }
    case "model":
      return [...new Set(point.models.map(({ name, version }) => `${name} ${version}`))];
    case "service":
      return [point.serviceId];
    case "cached":
      return point.cached === null ? [] : [String(point.cached)];
    case "kind":
      return [point.kind];
    case "outcome":
      return [point.outcome];
    case "cause":
      return point.cause === null ? [] : [point.cause];
    case "hour":
      return [String(hourOf(point.startedAtMs))];
    default:
      return dimension satisfies never;
  }
}

function countValues(
  points: readonly Point[],
  valuesIn: (point: Point) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const point of points) {
    for (const value of valuesIn(point)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function phaseDifferences(inside: readonly Point[], outside: readonly Point[]): readonly PhaseDifference[] {
  return PHASES.flatMap((phase) => {
    const timesOf = (side: readonly Point[]) => side.flatMap(({ phasesMs }) => phasesMs[phase] ?? []);
    const [within, without] = [timesOf(inside), timesOf(outside)];
    if (within.length < FEWEST || without.length < FEWEST) return [];
    const n = { inside: within.length, outside: without.length };
    return [{ phase, insideMs: medianOf(within), outsideMs: medianOf(without), ...n }];
  }).sort((a, b) => Math.abs(b.insideMs - b.outsideMs) - Math.abs(a.insideMs - a.outsideMs));
}

/** Nearest rank, as everywhere. */
function medianOf(timesMs: readonly number[]): number {
  return timesMs.toSorted((a, b) => a - b)[Math.ceil(timesMs.length / 2) - 1] ?? 0;
}
