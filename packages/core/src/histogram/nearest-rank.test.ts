import { describe, expect, it } from "vitest";
import { isLowN, nearestRank, quantileOfSorted } from "./nearest-rank.ts";

describe("nearestRank", () => {
  it.each([
    [0, 10, 1],
    [0.1, 10, 1],
    [0.5, 1, 1],
    [0.5, 2, 1],
    [0.5, 3, 2],
    [0.9, 10, 9],
    [0.99, 200, 198],
    [1, 10, 10],
  ])("of %d among %i is %i", (q, n, rank) => {
    expect(nearestRank(q, n)).toBe(rank);
  });

  it("takes a quantile as the decimal that was written, for every hundredth", () => {
    for (let n = 1; n <= 1_000; n++) {
      for (let percent = 1; percent <= 100; percent++) {
        const exact = Number((BigInt(percent) * BigInt(n) + 99n) / 100n);
        if (nearestRank(percent / 100, n) !== exact) expect.fail(`p${percent} of ${n}`);
      }
    }
    expect(Math.ceil(0.07 * 100)).toBe(8);
    expect(nearestRank(0.07, 100)).toBe(7);
  });

  it("refuses what is no quantile, and no samples", () => {
    expect(() => nearestRank(1.01, 10)).toThrow("A quantile lies from 0 to 1, not 1.01");
    expect(() => nearestRank(Number.NaN, 10)).toThrow(RangeError);
    expect(() => nearestRank(0.5, 0)).toThrow(RangeError);
  });
});

describe("quantileOfSorted", () => {
  it("is always one of the samples", () => {
    expect(quantileOfSorted([6, 17, 20_171], 0.5)).toBe(17);
    expect(quantileOfSorted([6, 17, 20_171], 0.9)).toBe(20_171);
    expect(quantileOfSorted([], 0.5)).toBeNull();
  });

  it("refuses what is no quantile, of no samples, too", () => {
    expect(() => quantileOfSorted([], 1.01)).toThrow("A quantile lies from 0 to 1, not 1.01");
    expect(() => isLowN(1.01, 100)).toThrow("A quantile lies from 0 to 1, not 1.01");
  });
});

describe("isLowN", () => {
  it.each([
    [0.5, 5],
    [0.9, 29],
    [0.95, 59],
    [0.99, 299],
    [0.1, 29],
  ])("flags %d below %i samples", (q, needed) => {
    expect(isLowN(q, needed - 1)).toBe(true);
    expect(isLowN(q, needed)).toBe(false);
  });

  it("does not flag a chance of exactly 5 %", () => {
    expect(0.6069622310029172 ** 6).toBe(0.05);
    expect(isLowN(0.6069622310029172, 6)).toBe(false);
  });

  it("does not flag the extremes of the sample itself, unless there is none", () => {
    expect(isLowN(1, 1)).toBe(false);
    expect(isLowN(0, 1)).toBe(false);
    expect(isLowN(1, 0)).toBe(true);
  });
});
