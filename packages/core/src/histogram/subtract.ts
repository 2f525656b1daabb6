import { type DurationHistogram, HISTOGRAM_SCALE, histogramFlaw } from "./index.ts";

/**
 * Takes a histogram out of a sum that contains it, bucket by bucket: the result is the sum of all others.
 *
 * @throws RangeError when the sum does not contain it, or one of them is coarser than usual.
 * @example
 * subtractHistogram(histogramOf([6, 17]), histogramOf([17])); // histogramOf([6])
 */
export function subtractHistogram(sum: DurationHistogram, part: DurationHistogram): DurationHistogram {
  if (part.count === 0) return sum;
  if (sum.scale !== HISTOGRAM_SCALE || part.scale !== HISTOGRAM_SCALE) {
    throw new RangeError("A coarser histogram cannot be taken out of a sum exactly");
  }
  const left = [...sum.bucketCounts];
  for (const [position, count] of part.bucketCounts.entries()) {
    const at = part.offset + position - sum.offset;
    const rest = (left[at] ?? 0) - count;
    if (rest < 0) throw new RangeError(`Bucket ${part.offset + position} of the part is not in the sum`);
    left[at] = rest;
  }
  const first = left.findIndex((count) => count > 0);
  const last = left.findLastIndex((count) => count > 0);
  const histogram = {
    scale: HISTOGRAM_SCALE,
    count: sum.count - part.count,
    sumMs: sum.sumMs - part.sumMs,
    zeroCount: sum.zeroCount - part.zeroCount,
    offset: first === -1 ? 0 : sum.offset + first,
    // Both are −1 if no bucket is left, and the slice is empty.
    bucketCounts: left.slice(first, last + 1),
  };
  const flaw = histogram.zeroCount < 0 ? "fewer than no durations of 0 ms" : histogramFlaw(histogram);
  if (flaw !== null) throw new RangeError(`The part is not in the sum: ${flaw}`);
  return histogram;
}
