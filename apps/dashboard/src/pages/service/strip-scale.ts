/** How many times the typical deployment a strip may be long before it is cut off. */
const MOST_TIMES_TYPICAL = 3;

/**
 * How long a strip that fills its whole place is, ms: the longest of them, unless that is an outlier which would press all
 * others together. Then it is three times the median, and what is longer is cut off and marked.
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
