/** Fewest observations on each side of a split. */
export const LEAST_ON_EACH_SIDE = 5;

/** Splits with more observations after them were searched when they were recent. */
export const MOST_AFTER = 40;

/** How often chance alone exceeds {@link criticalZ}, at one observation. */
export const CHANCE = 0.002;

/**
 * [n, z]: of random orders of n different durations, the share {@link CHANCE} has a split whose absolute statistic exceeds z.
 * Ranks do not know what the durations are, so that the values hold for every series.
 *
 * Written by `node scripts/run.mjs packages/core/src/testing/draw-critical-values.ts`.
 */
const CRITICAL_VALUES: readonly (readonly [n: number, z: number])[] = [
  [20, 3.289],
  [25, 3.372],
  [30, 3.470],
  [35, 3.510],
  [40, 3.562],
  [50, 3.649],
  [60, 3.648],
  [70, 3.624],
  [80, 3.621],
  [100, 3.601],
  [125, 3.640],
  [150, 3.594],
  [200, 3.613],
];

/**
 * The statistic that chance alone exceeds once in 500 times, for a window of n observations.
 *
 * @example
 * criticalZ(200); // 3.613
 */
export function criticalZ(n: number): number {
  const next = CRITICAL_VALUES.findIndex(([size]) => size >= n);
  const [toN, toZ] = CRITICAL_VALUES.at(next) ?? [n, Number.POSITIVE_INFINITY];
  const [fromN, fromZ] = CRITICAL_VALUES[next - 1] ?? [toN, toZ];
  return fromN === toN ? toZ : fromZ + ((toZ - fromZ) * Math.log(n / fromN)) / Math.log(toN / fromN);
}
