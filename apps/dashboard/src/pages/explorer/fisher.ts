/** `ln(i!)` for i from 0 to `max`. */
export function logFactorials(max: number): Float64Array {
  const logs = new Float64Array(max + 1);
  for (let i = 2; i <= max; i++) logs[i] = (logs[i - 1] ?? 0) + Math.log(i);
  return logs;
}

/** Tables that are as likely as the observed one may come out a hair more likely; SciPy's tolerance. */
const AS_LIKELY = Math.log1p(1e-7);

/**
 * Fisher's exact test, two-sided: the probability that chance alone makes the shares of two samples differ as much, that is,
 * the sum over all tables that are at most as likely as the observed one.
 *
 * @param logs {@link logFactorials} up to the size of both samples
 * @example
 * fisherP(8, 10, 1, 6, logFactorials(16)); // 0.03497: 8 of 10 against 1 of 6
 */
export function fisherP(a: number, ofA: number, b: number, ofB: number, logs: Float64Array): number {
  const total = a + b;
  const log = (n: number) => logs[n] ?? 0;
  const choose = (n: number, k: number) => log(n) - log(k) - log(n - k);
  const all = choose(ofA + ofB, total);
  const likelihood = (i: number) => choose(ofA, i) + choose(ofB, total - i) - all;
  const observed = likelihood(a) + AS_LIKELY;
  let p = 0;
  for (let i = Math.max(0, total - ofB); i <= Math.min(ofA, total); i++) {
    const one = likelihood(i);
    if (one <= observed) p += Math.exp(one);
  }
  return Math.min(1, p);
}
