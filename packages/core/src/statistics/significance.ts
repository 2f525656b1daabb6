/** Maximum probability that chance alone makes any test of one comparison significant. */
export const FAMILY_ERROR = 0.01;

/**
 * The two-sided p-value of a standard normal score, within 1.2e-7 of its value: the Chebyshev fit of the complementary
 * error function in Press et al., Numerical Recipes, 6.2.
 *
 * @example
 * twoSidedP(1.96); // 0.05
 */
export function twoSidedP(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  const polynomial = [
    ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806],
    ...[0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277],
  ].reduceRight((sum, coefficient) => sum * t + coefficient);
  return t * Math.exp(-x * x + polynomial);
}

/**
 * Corrects p-values for multiple tests (Holm, 1979): if those below α are called significant, the probability of any error
 * is at most α, however the tests depend on each other.
 *
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  for (const [rank, { p, index }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
