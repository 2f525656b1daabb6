/** The scale of histograms: 2^5 = 32 buckets for each doubling of the duration. */
export const HISTOGRAM_SCALE = 5;

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

/** Whether a histogram accepts this duration: an integer from 0 to {@link MAX_DURATION_MS}. */
export function isDuration(ms: number): boolean {
  return Number.isInteger(ms) && ms >= 0 && ms <= MAX_DURATION_MS;
}

/** The integer durations of one bucket, both ends included; empty if `lowestMs > highestMs`. */
export interface BucketRange {
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
export function floorOfBound(k: number): number {
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
