/**
 * The 1-based position of a quantile among `n` sorted samples: the nearest rank, `ceil(q · n)`, and 1 for `q = 0`.
 *
 * `q` is taken as the decimal that was written: 0.07 of 100 is the 7th sample, though the product of the doubles is
 * 7.000000000000001. A product within its own rounding error of an integer is that integer.
 *
 * @throws RangeError if `q` is not within [0, 1] or `n` is not a positive integer.
 * @example
 * nearestRank(0.9, 10); // 9
 * nearestRank(0.5, 3); // 2
 */
export function nearestRank(q: number, n: number): number {
  assertQuantile(q);
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`A rank needs at least one sample, not ${n}`);
  const product = q * n;
  const nearest = Math.round(product);
  const isWhole = Math.abs(product - nearest) <= product * Number.EPSILON;
  return Math.max(1, isWhole ? nearest : Math.ceil(product));
}

/**
 * Reads a quantile from samples in ascending order; `null` when there are none.
 *
 * @throws RangeError when `q` is not within [0, 1].
 * @example
 * quantileOfSorted([6, 17, 20171], 0.5); // 17
 */
export function quantileOfSorted(sorted: readonly number[], q: number): number | null {
  assertQuantile(q);
  if (sorted.length === 0) return null;
  return sorted[nearestRank(q, sorted.length) - 1] ?? null;
}

/**
 * True if `n` samples are too few for a quantile: at 95 % confidence, the true one may lie beyond all of them.
 *
 * Order statistics: all of `n` samples lie below the q-quantile with probability `q^n`, so p90 needs 29, p95 59 and
 * p99 299 samples; below the median the mirror image holds. 0 and 1 describe the samples themselves and are never
 * flagged.
 *
 * @example isLowN(0.9, 28); // true isLowN(0.9, 29); // false
 */
export function isLowN(q: number, n: number): boolean {
  assertQuantile(q);
  if (n === 0) return true;
  if (q === 0 || q === 1) return false;
  return Math.max(q, 1 - q) ** n > 0.05;
}

/** @throws RangeError when `q` is not within [0, 1]. */
export function assertQuantile(q: number): void {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`A quantile lies from 0 to 1, not ${q}`);
}
