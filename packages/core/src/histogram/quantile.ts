import { bucketValueMs, type DurationHistogram } from "./index.ts";
import { assertQuantile, nearestRank } from "./nearest-rank.ts";

/**
 * Reads a quantile by nearest rank, in ms and not rounded; `null` when nothing was counted.
 *
 * It is off from the exact nearest rank by at most `worstRelativeError(histogram.scale)`; 0 ms and a single duration come
 * out exactly.
 *
 * @throws RangeError when `q` is not within [0, 1].
 * @example
 * quantileMs(histogramOf([6, 17, 20171]), 0.5); // 17
 * quantileMs(histogramOf([6, 17, 20171]), 1); // 20126.1…, within 1.09 % of 20171
 */
export function quantileMs(histogram: DurationHistogram, q: number): number | null {
  assertQuantile(q);
  if (histogram.count === 0) return null;
  if (histogram.count === 1) return histogram.sumMs;
  const rank = nearestRank(q, histogram.count);
  let passed = histogram.zeroCount;
  if (rank <= passed) return 0;
  for (const [position, count] of histogram.bucketCounts.entries()) {
    passed += count;
    if (rank <= passed) return bucketValueMs(histogram.offset + position, histogram.scale);
  }
  return null;
}

/** The exact mean in ms, not rounded; `null` when nothing was counted. */
export function meanMs(histogram: DurationHistogram): number | null {
  return histogram.count === 0 ? null : histogram.sumMs / histogram.count;
}

/**
 * The shortest duration within the histogram's error, derived from the buckets so that it survives merging.
 *
 * Never above the mean, which is exact. `null` when nothing was counted.
 */
export function minMs(histogram: DurationHistogram): number | null {
  const lowest = quantileMs(histogram, 0);
  return lowest === null ? null : Math.min(lowest, histogram.sumMs / histogram.count);
}

/** The longest duration within the histogram's error, never below the mean; otherwise as {@link minMs}. */
export function maxMs(histogram: DurationHistogram): number | null {
  const highest = quantileMs(histogram, 1);
  return highest === null ? null : Math.max(highest, histogram.sumMs / histogram.count);
}
