import { type ChangePlace, likelyPlace, NEARLY_AS_LIKELY } from "./place.ts";
import type { RankWindow } from "./rank-window.ts";

/** The difference between the observations after a split and those before it. */
export interface ChangeSize {
  /** After divided by before. */
  readonly ratio: number;
  /** Distribution-free interval of the ratio; an end is 0 or `Infinity` where the observations are too few for one. */
  readonly interval: readonly [low: number, high: number];
}

/** 99.7 % two-sided: the split was chosen because it looks large, so a usual interval would be too narrow. */
const INTERVAL_Z = 3;

/**
 * Estimates the ratio across a split: the Hodges and Lehmann estimate on logarithms, stratified as van Elteren's test is.
 *
 * The logarithms of all ratios of one observation after and one before, within strata, each weighing 1 ÷ (n + 1); the
 * estimate is their weighted median, and the interval's ends stand where the test's statistic would be ±3 deviations.
 *
 * @returns `null` if no stratum has observations on both sides.
 * @example
 * changeSize(window, 150); // { ratio: 1.59, interval: [1.41, 1.8] }
 */
export function changeSize(window: RankWindow, split: number): ChangeSize | null {
  const sides = new Map<number, { before: number[]; after: number[] }>();
  for (const [i, [value, stratum]] of window.observations().entries()) {
    const side = sides.get(stratum) ?? { before: [], after: [] };
    sides.set(stratum, side);
    // A duration of 0 ms has no logarithm, and below a millisecond nothing is measured.
    (i < split ? side.before : side.after).push(Math.log(Math.max(1, value)));
  }
  const pairs: { readonly difference: number; readonly weight: number }[] = [];
  let total = 0;
  let variance = 0;
  for (const { before, after } of sides.values()) {
    const n = before.length + after.length;
    const weight = 1 / (n + 1);
    for (const a of after) for (const b of before) pairs.push({ difference: a - b, weight });
    total += weight * before.length * after.length;
    variance += (weight ** 2 * before.length * after.length * (n + 1)) / 12;
  }
  if (pairs.length === 0) return null;
  pairs.sort((one, other) => one.difference - other.difference);
  const half = INTERVAL_Z * Math.sqrt(variance);
  const [low, middle, high] = quantiles(pairs, [total / 2 - half, total / 2, total / 2 + half]);
  return {
    ratio: Math.exp(middle ?? 0),
    interval: [
      half < total / 2 ? Math.exp(low ?? 0) : 0,
      half < total / 2 ? Math.exp(high ?? 0) : Number.POSITIVE_INFINITY,
    ],
  };
}

/**
 * Places a change of known size: the split after which the observations exceed the middle of both levels most.
 *
 * More exact than the split that a test of ranks finds best, since it knows the size (Page 1954). An observation moves it by
 * no more than the change, however far out it lies.
 */
export function placeChange(
  window: RankWindow,
  { split, ratio }: { split: number; ratio: number },
): ChangePlace {
  const observations = window
    .observations()
    .map(([value, stratum]) => ({ log: Math.log(Math.max(1, value)), stratum }));
  const levels = new Map<number, number>();
  for (const [stratum, before] of Map.groupBy(observations.slice(0, split), (one) => one.stratum)) {
    levels.set(stratum, medianOf(before.map(({ log }) => log)));
  }
  const change = Math.log(ratio);
  const most = Math.abs(change);
  const sums = new Float64Array(observations.length);
  let sum = 0;
  for (let at = observations.length - 1; at >= 0; at--) {
    const { log, stratum } = observations[at] ?? { log: 0, stratum: 0 };
    const level = levels.get(stratum);
    if (level !== undefined) {
      const beyond = (log - level - change / 2) * Math.sign(change);
      sum += Math.max(-most, Math.min(most, beyond));
    }
    sums[at] = sum;
  }
  const spreads = observations.flatMap(({ log, stratum }, i) => {
    const level = levels.get(stratum);
    return level === undefined ? [] : [Math.abs(log - level - (i < split ? 0 : change))];
  });
  // A normal distribution's deviation is 1.4826 times its median distance from the middle.
  const variance = Math.max(1e-4, (1.4826 * medianOf(spreads)) ** 2);
  return likelyPlace(sums, (NEARLY_AS_LIKELY * variance) / most);
}

/** The middle of some values, between the two in the middle of an even number. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

/** The differences at which the weights, added up in order, reach each of the ascending sums. */
function quantiles(
  pairs: readonly { readonly difference: number; readonly weight: number }[],
  sums: readonly number[],
): number[] {
  const found: number[] = [];
  let sum = 0;
  for (const { difference, weight } of pairs) {
    sum += weight;
    while (found.length < sums.length && sum >= (sums[found.length] ?? 0)) found.push(difference);
  }
  while (found.length < sums.length) found.push(pairs.at(-1)?.difference ?? 0);
  return found;
}
