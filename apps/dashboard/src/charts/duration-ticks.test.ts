import { describe, expect, test } from "vitest";
import { linearTicks, logPosition, logTicks } from "./duration-ticks.ts";

describe("linear ticks", () => {
  test.each([
    [80_818, [0, 20_000, 40_000, 60_000, 80_000]],
    [17, [0, 5, 10, 15]],
    [600_000, [0, 120_000, 240_000, 360_000, 480_000, 600_000]],
    [0, [0]],
  ])("up to %i ms", (maxMs, expected) => {
    expect(linearTicks(maxMs, 5)).toEqual(expected);
  });

  test("are never more than asked for, up to a year", () => {
    for (let ms = 1; ms < 3.2e10; ms *= 1.37) {
      const ticks = linearTicks(ms, 6);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.at(-1)).toBeLessThanOrEqual(ms);
    }
  });
});

describe("logarithmic ticks", () => {
  test("are landmarks over wide ranges and finer over narrow ones", () => {
    expect(logTicks(5, 90_000, 6)).toEqual([10, 100, 1_000, 10_000, 60_000]);
    expect(logTicks(15_000, 70_000, 6)).toEqual([20_000, 30_000, 60_000]);
  });
});

describe("positions", () => {
  const axis = { minMs: 10, maxMs: 1000 };
  test.each([
    [10, 0],
    [100, 0.5],
    [1000, 1],
    [0, 0],
    [5000, 1],
  ])("%i ms", (ms, expected) => {
    expect(logPosition(axis, ms)).toBeCloseTo(expected, 12);
  });
});
