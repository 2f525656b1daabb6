import { describe, expect, test } from "vitest";
import { createRandom } from "./index.ts";

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

describe("createRandom", () => {
  test("draws the same from the same seed, and other things from another", () => {
    const first = createRandom("a");
    const again = createRandom("a");
    const other = createRandom("b");
    const numbers = draws(50, first.next);
    expect(draws(50, again.next)).toEqual(numbers);
    expect(draws(50, other.next)).not.toEqual(numbers);
  });

  test("is even over the unit interval", () => {
    const random = createRandom("even");
    const tenths = new Array(10).fill(0);
    for (const number of draws(20_000, random.next)) tenths[Math.floor(number * 10)] += 1;
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });

  test("log-normal draws have the median that was asked for", () => {
    const random = createRandom("log-normal");
    const sorted = draws(10_001, () => random.logNormal(60_000, 0.35)).sort((a, b) => a - b);
    expect(Math.abs((sorted[5_000] ?? 0) / 60_000 - 1)).toBeLessThan(0.03);
    expect(sorted[0]).toBeGreaterThan(0);
  });

  test("weights decide how often, and a weight of zero never", () => {
    const random = createRandom("weights");
    const drawn = draws(10_000, () => random.weighted({ never: 0, seldom: 1, often: 9 }));
    expect(drawn).not.toContain("never");
    const often = drawn.filter((key) => key === "often").length;
    expect(Math.abs(often - 9_000)).toBeLessThan(150);
    expect(() => random.weighted({ never: 0 })).toThrow(RangeError);
  });

  test("integers include both ends, and waiting times average to their mean", () => {
    const random = createRandom("integers");
    expect(new Set(draws(200, () => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]));
    const mean = draws(20_000, () => random.exponential(100)).reduce((sum, wait) => sum + wait, 0) / 20_000;
    expect(Math.abs(mean - 100)).toBeLessThan(3);
  });
});
