/** Longest strip as a multiple of the typical one; longer ones are cut off. */
const MOST_TIMES_TYPICAL = 3;

/**
 * The duration of a full-width strip, ms: the longest one, unless it is an outlier that would squeeze all others. Then
 * it is three times the median, and longer strips are cut off and marked.
 *
 * @example
 * stripScaleMs([230_000, 240_000, 250_000]); // 250_000
 * stripScaleMs([230_000, 240_000, 6_120_000]); // 720_000
 */
export function stripScaleMs(timesMs: readonly number[]): number {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const medianMs = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return Math.max(1, Math.min(sorted.at(-1) ?? 0, MOST_TIMES_TYPICAL * Math.max(1, medianMs)));
}
