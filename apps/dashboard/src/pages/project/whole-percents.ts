/**
 * Rounds shares to whole percentages that keep their sum (largest remainder method), so that they do not add up to 101.
 *
 * @param shares from 0 to 1
 * @example
 * wholePercents([0.497, 0.237, 0.13, 0.098, 0.02, 0.018]); // [50, 23, 13, 10, 2, 2]
 */
export function wholePercents(shares: readonly number[]): number[] {
  const exact = shares.map((share) => share * 100);
  const percents = exact.map(Math.floor);
  const missing =
    Math.round(exact.reduce((sum, percent) => sum + percent, 0)) - percents.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((percent, index) => ({ index, remainder: percent - Math.floor(percent) }))
    .toSorted((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, missing)) percents[index] = (percents[index] ?? 0) + 1;
  return percents;
}
