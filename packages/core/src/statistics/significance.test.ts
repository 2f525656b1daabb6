import { describe, expect, it, test } from "vitest";
import { holm, twoSidedP } from "./significance.ts";

// `2 * scipy.stats.norm.sf(z)` of SciPy 1.17.1.
test.each([
  [0, 1],
  [0.5, 0.6170750774519738],
  [-1, 0.31731050786291415],
  [1.959963984540054, 0.05],
  [2.5758293035489004, 0.010000000000000007],
  [-3.29, 0.0010018738275714444],
  [5, 5.733031437583866e-7],
  [12, 3.552964224155306e-33],
  [20, 5.507248237212311e-89],
])("the two-sided p of z = %d is SciPy's", (z, p) => {
  expect(Math.abs(twoSidedP(z) / p - 1)).toBeLessThan(1.3e-7);
});

describe("holm", () => {
  // `multipletests(p, method="holm")` of statsmodels 0.15.0.
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005, 0.001, 0.5, 0.02],
      [0.05, 0.09, 0.09, 0.03, 0.007, 0.5, 0.08],
    ],
    [
      [0.0011, 0.0021, 0.0019, 0.4, 0.00005, 0.0021, 1],
      [0.0066, 0.0095, 0.0095, 0.8, 0.00035, 0.0095, 1],
    ],
  ])("adjusts %j as statsmodels does", (pValues, adjusted) => {
    for (const [i, p] of holm(pValues).entries()) expect(p).toBeCloseTo(adjusted[i] ?? Number.NaN, 12);
  });

  it("leaves one test alone as it is, and has nothing to say of none", () => {
    expect(holm([0.004])).toEqual([0.004]);
    expect(holm([])).toEqual([]);
  });
});
