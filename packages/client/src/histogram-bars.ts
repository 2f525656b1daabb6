import type { Histogram } from "@deploy-lens/api/statistics/deploy-durations";

/** The number of durations above `aboveMs` and up to `upToMs`. */
export interface HistogramBar {
  readonly aboveMs: number;
  readonly upToMs: number;
  readonly count: number;
}

/**
 * The non-empty buckets of a histogram with their bounds, ascending. Durations of 0 ms become a bar from 0 to 0.
 *
 * @example
 * histogramBars({ scale: 0, count: 3, sumMs: 7, zeroCount: 1, offset: 1, bucketCounts: [2] });
 * // [{ aboveMs: 0, upToMs: 0, count: 1 }, { aboveMs: 2, upToMs: 4, count: 2 }]
 */
export function histogramBars({ scale, zeroCount, offset, bucketCounts }: Histogram): HistogramBar[] {
  const bound = (index: number) => 2 ** (index / 2 ** scale);
  const zero = { aboveMs: 0, upToMs: 0, count: zeroCount };
  const bars = bucketCounts.map((count, i) => ({
    aboveMs: bound(offset + i),
    upToMs: bound(offset + i + 1),
    count,
  }));
  return [zero, ...bars].filter((bar) => bar.count > 0);
}
