import { bucketIndex, floorOfBound, HISTOGRAM_SCALE, isDuration, MAX_DURATION_MS } from "./bucket.ts";

/**
 * Durations counted in OpenTelemetry's base-2 exponential buckets: small, and exact to merge.
 *
 * Plain data, and already the answer's shape: OTLP's `ExponentialHistogramDataPoint` with `positive` laid flat. Canonical:
 * the bucket counts neither begin nor end with 0 (and `offset` is 0 when there are none), so that equal contents are
 * deeply equal values.
 */
export interface DurationHistogram {
  /** Buckets per doubling are 2^scale. {@link HISTOGRAM_SCALE} unless downscaled. */
  readonly scale: number;
  readonly count: number;
  /** Their exact sum. */
  readonly sumMs: number;
  /** Number of durations of 0 ms. */
  readonly zeroCount: number;
  /** The index of the first bucket. */
  readonly offset: number;
  /** Durations per bucket, from `offset` on. */
  readonly bucketCounts: readonly number[];
}

export const EMPTY_HISTOGRAM: DurationHistogram = {
  scale: HISTOGRAM_SCALE,
  count: 0,
  sumMs: 0,
  zeroCount: 0,
  offset: 0,
  bucketCounts: [],
};

/**
 * Counts durations.
 *
 * @throws RangeError for NaN, ∞, a negative number, a fraction, or more than {@link MAX_DURATION_MS}.
 * @example
 * histogramOf([0, 6, 6]);
 * // { scale: 5, count: 3, sumMs: 12, zeroCount: 1, offset: 82, bucketCounts: [2] }
 */
export function histogramOf(durationsMs: Iterable<number>): DurationHistogram {
  const indexes: number[] = [];
  let zeroCount = 0;
  let sumMs = 0;
  for (const ms of durationsMs) {
    assertDuration(ms);
    sumMs += ms;
    if (ms === 0) zeroCount += 1;
    else indexes.push(bucketIndex(ms));
  }
  if (indexes.length === 0) return { ...EMPTY_HISTOGRAM, count: zeroCount, zeroCount };
  const { first, length } = span(indexes);
  const bucketCounts = new Array<number>(length).fill(0);
  for (const index of indexes) bucketCounts[index - first] = (bucketCounts[index - first] ?? 0) + 1;
  return checked({
    scale: HISTOGRAM_SCALE,
    count: zeroCount + indexes.length,
    sumMs,
    zeroCount,
    offset: first,
    bucketCounts,
  });
}

/**
 * Adds histograms up, bucket by bucket: the result is that of counting all their durations in one.
 *
 * Of different scales, the coarsest is the result's.
 *
 * @throws RangeError when the sum leaves the exact integers.
 */
export function mergeHistograms(histograms: Iterable<DurationHistogram>): DurationHistogram {
  const filled = [...histograms].filter((part) => part.count > 0);
  const scale = filled.reduce((coarsest, part) => Math.min(coarsest, part.scale), HISTOGRAM_SCALE);
  const parts = filled.map((part) => downscale(part, scale));
  let first = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { offset, bucketCounts } of parts) {
    if (bucketCounts.length === 0) continue;
    first = Math.min(first, offset);
    end = Math.max(end, offset + bucketCounts.length);
  }
  const bucketCounts = new Array<number>(Math.max(0, end - first)).fill(0);
  const total = { count: 0, sumMs: 0, zeroCount: 0 };
  for (const part of parts) {
    total.count += part.count;
    total.sumMs += part.sumMs;
    total.zeroCount += part.zeroCount;
    const start = part.offset - first;
    for (let i = 0; i < part.bucketCounts.length; i++) {
      bucketCounts[start + i] = (bucketCounts[start + i] ?? 0) + (part.bucketCounts[i] ?? 0);
    }
  }
  return checked({ scale, ...total, offset: bucketCounts.length === 0 ? 0 : first, bucketCounts });
}

/**
 * Joins neighbouring buckets until the histogram has the given scale; exact, since a coarser bucket is a union of finer.
 *
 * @throws RangeError when `scale` is finer than the histogram's, negative, or no integer.
 * @example
 * downscale(histogramOf([1000]), 4); // { scale: 4, …, offset: 159, bucketCounts: [1] }
 */
export function downscale(histogram: DurationHistogram, scale: number): DurationHistogram {
  if (scale === histogram.scale) return histogram;
  if (!Number.isInteger(scale) || scale < 0 || scale > histogram.scale) {
    throw new RangeError(`Cannot bring a histogram of scale ${histogram.scale} to scale ${scale}`);
  }
  const shift = histogram.scale - scale;
  const offset = histogram.offset >> shift;
  const bucketCounts: number[] = [];
  for (const [position, count] of histogram.bucketCounts.entries()) {
    const target = ((histogram.offset + position) >> shift) - offset;
    bucketCounts[target] = (bucketCounts[target] ?? 0) + count;
  }
  return { ...histogram, scale, offset, bucketCounts };
}

/**
 * Returns why no durations can result in this histogram, or `null` if some can.
 *
 * A bucket that no integer falls into, counts that do not add up, or a sum that durations of these buckets cannot have.
 */
export function histogramFlaw(histogram: DurationHistogram): string | null {
  let count = histogram.zeroCount;
  let lowestSumMs = 0;
  let highestSumMs = 0;
  const finest = 2 ** (HISTOGRAM_SCALE - histogram.scale);
  for (let i = 0; i < histogram.bucketCounts.length; i++) {
    const bucketCount = histogram.bucketCounts[i] ?? 0;
    if (bucketCount === 0) continue;
    const index = histogram.offset + i;
    const lowestMs = floorOfBound(index * finest) + 1;
    const highestMs = floorOfBound((index + 1) * finest);
    if (lowestMs > highestMs || highestMs > MAX_DURATION_MS) return `bucket ${index} holds no duration`;
    count += bucketCount;
    lowestSumMs += bucketCount * lowestMs;
    highestSumMs += bucketCount * highestMs;
  }
  if (count !== histogram.count)
    return `the buckets hold ${count} durations, the count says ${histogram.count}`;
  for (const figure of [histogram.sumMs, count]) {
    if (!Number.isSafeInteger(figure)) return `${figure} is beyond the exact integers`;
  }
  if (histogram.sumMs < lowestSumMs || histogram.sumMs > highestSumMs) {
    return `durations of these buckets cannot add up to ${histogram.sumMs} ms`;
  }
  return null;
}

function checked(histogram: DurationHistogram): DurationHistogram {
  const flaw = histogramFlaw(histogram);
  if (flaw !== null) throw new RangeError(`No durations make this histogram: ${flaw}`);
  return histogram;
}

function span(indexes: readonly number[]): { first: number; length: number } {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const index of indexes) {
    if (index < first) first = index;
    if (index > last) last = index;
  }
  return { first, length: last - first + 1 };
}

function assertDuration(ms: number): void {
  if (isDuration(ms)) return;
  throw new RangeError(`A duration is an integer from 0 to ${MAX_DURATION_MS} ms, not ${ms}`);
}
