/** The scale of histograms: 2^5 = 32 buckets for each doubling of the duration. */
export const HISTOGRAM_SCALE = 5;

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
 * The result has the coarsest of their scales.
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

/**
 * The longest duration that a histogram accepts: 2^40 ms, nearly 35 years.
 *
 * Below it, `Math.log2` in doubles finds every bucket exactly (from 2^45 on it does not), and thousands of the longest
 * durations still have an exact sum.
 */
export const MAX_DURATION_MS = 2 ** 40;

/**
 * Finds the bucket of a duration of at least 1 ms: `ceil(log2(ms) · 2^scale) − 1`.
 *
 * Bucket `i` holds the durations in `(base^i, base^(i+1)]` with `base = 2^(2^−scale)`. The upper bound belongs to the
 * bucket, as opentelemetry-proto says of `ExponentialHistogramDataPoint.Buckets`; so an exact power of two ends its bucket.
 *
 * @throws RangeError unless `ms` is an integer from 1 to {@link MAX_DURATION_MS}.
 * @example
 * bucketIndex(1); // -1
 * bucketIndex(1024); // 319
 * bucketIndex(1025); // 320
 */
export function bucketIndex(ms: number, scale: number = HISTOGRAM_SCALE): number {
  if (ms === 0 || !isDuration(ms)) {
    throw new RangeError(`A bucket holds an integer from 1 to ${MAX_DURATION_MS} ms, not ${ms}`);
  }
  return Math.ceil(Math.log2(ms) * 2 ** scale) - 1;
}

/** True if a histogram accepts this duration: an integer from 0 to {@link MAX_DURATION_MS}. */
export function isDuration(ms: number): boolean {
  return Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS;
}

/** The integer durations of one bucket, both ends included; empty if `lowestMs > highestMs`. */
interface BucketRange {
  readonly lowestMs: number;
  readonly highestMs: number;
}

/**
 * Computes the integer durations that fall into a bucket.
 *
 * @example
 * bucketRange(319); // { lowestMs: 1003, highestMs: 1024 }
 * bucketRange(0); // { lowestMs: 2, highestMs: 1 }: no integer lies between 1 and 1.02
 */
export function bucketRange(index: number, scale: number = HISTOGRAM_SCALE): BucketRange {
  const finest = 2 ** (HISTOGRAM_SCALE - scale);
  return { lowestMs: floorOfBound(index * finest) + 1, highestMs: floorOfBound((index + 1) * finest) };
}

// floor(2^(k / 32)): every bound of every scale is one of scale 5. A power each time would dominate counting.
const FLOORS = Float64Array.from({ length: 40 * 32 + 1 }, (_, k) => Math.floor(2 ** (k / 32)));

/** The bound below bucket `k` of the finest scale, rounded down: `floor(2^(k / 32))` ms. */
function floorOfBound(k: number): number {
  return k < 0 ? 0 : (FLOORS[k] ?? Number.POSITIVE_INFINITY);
}

/**
 * The value that represents all durations of a bucket: the harmonic mean `2ab / (a + b)` of its lowest and highest integer.
 *
 * Its relative error is the same at both ends, `(b − a) / (b + a)`, the least that any value can promise; a bucket with
 * room for one integer is exact. Not rounded, since rounding would break the promise below 100 ms.
 *
 * @example
 * bucketValueMs(bucketIndex(6)); // 6
 * bucketValueMs(319); // 1013.391…
 */
export function bucketValueMs(index: number, scale: number = HISTOGRAM_SCALE): number {
  const { lowestMs, highestMs } = bucketRange(index, scale);
  return (2 * lowestMs * highestMs) / (lowestMs + highestMs);
}

/**
 * The worst relative error of a figure read from a histogram: `(base − 1) / (base + 1)`, rounded up at the fourth decimal.
 *
 * @example
 * worstRelativeError(5); // 0.0109
 */
export function worstRelativeError(scale: number = HISTOGRAM_SCALE): number {
  const base = 2 ** (2 ** -scale);
  return Math.ceil(((base - 1) / (base + 1)) * 10_000) / 10_000;
}
