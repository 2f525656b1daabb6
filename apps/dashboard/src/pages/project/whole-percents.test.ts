import { expect, test } from "vitest";
import { wholePercents } from "./whole-percents.ts";

test.each([
  [
    [0.497, 0.237, 0.13, 0.098, 0.02, 0.018],
    [50, 23, 13, 10, 2, 2],
  ],
  [
    [1 / 3, 1 / 3, 1 / 3],
    [34, 33, 33],
  ],
  [
    [0.5, 0.5],
    [50, 50],
  ],
  [[1], [100]],
  [[], []],
])("%j", (shares, percents) => {
  expect(wholePercents(shares)).toEqual(percents);
});

test("whatever the shares are, they add up to 100 and none is off by 1", () => {
  for (let seed = 1; seed < 500; seed++) {
    const parts = Array.from({ length: 6 }, (_, i) => ((seed * (i + 3) * 7919) % 1009) + 1);
    const sum = parts.reduce((a, b) => a + b, 0);
    const shares = parts.map((part) => part / sum);
    const percents = wholePercents(shares);
    expect(percents.reduce((a, b) => a + b, 0)).toBe(100);
    for (const [i, percent] of percents.entries()) {
      expect(Math.abs(percent - (shares[i] ?? 0) * 100)).toBeLessThan(1);
    }
  }
});
