/** Fewest observations on each side of a split. */
export const LEAST_ON_EACH_SIDE = 5;

/** Splits with more observations after them were searched when they were recent. */
export const MOST_AFTER = 40;

/** Probability that chance alone exceeds {@link criticalZ}, at one observation. */
export const CHANCE = 0.004;

/**
 * [n, z]: of random orders of n different durations, the share {@link CHANCE} has a split whose absolute statistic exceeds z.
 * Ranks do not know what the durations are, so that the values hold for every series.
 *
 * Written by `node scripts/run.mjs packages/core/src/testing/draw-critical-values.ts`.
 */
const CRITICAL_VALUES: readonly (readonly [n: number, z: number])[] = [
  [20, 3.163],
  [25, 3.261],
  [30, 3.326],
  [35, 3.38],
  [40, 3.422],
  [50, 3.478],
  [60, 3.474],
  [70, 3.445],
  [80, 3.448],
  [100, 3.427],
  [125, 3.441],
  [150, 3.43],
  [200, 3.449],
];

/**
 * The statistic that chance alone exceeds once in 250 times, for a window of n observations.
 *
 * @example
 * criticalZ(200); // 3.449
 */
export function criticalZ(n: number): number {
  const next = CRITICAL_VALUES.findIndex(([size]) => size >= n);
  const [toN, toZ] = CRITICAL_VALUES.at(next) ?? [n, Number.POSITIVE_INFINITY];
  const [fromN, fromZ] = CRITICAL_VALUES[next - 1] ?? [toN, toZ];
  return fromN === toN ? toZ : fromZ + ((toZ - fromZ) * Math.log(n / fromN)) / Math.log(toN / fromN);
}
