import { histogramOf } from "@deploy-lens/core/histogram";
import { describe, expect, test } from "vitest";
import { binsOf } from "./histogram-bins.ts";
import { twoModes } from "./modes.ts";

/** `count` durations in a deterministic bell shape over logarithms: the quantiles of a logistic distribution. */
function bell(count: number, medianMs: number, spread: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const p = (i + 0.5) / count;
    return Math.round(medianMs * Math.exp(spread * Math.log(p / (1 - p))));
  });
}

describe("bins", () => {
  test("hold every duration once, between their bounds", () => {
    const durations = [0, 1, 6, 17, 20_171, 20_172, 56_642, 3_600_000];
    const bins = binsOf(histogramOf(durations), 4);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(durations.length);
    for (const ms of durations.slice(1)) {
      expect(bins.find(({ aboveMs, upToMs }) => ms > aboveMs && ms <= upToMs)?.count).toBeGreaterThan(0);
    }
  });

  test("follow each other without gaps, four to a doubling", () => {
    const bins = binsOf(histogramOf([3, 900]), 4);
    for (const [i, bin] of bins.entries()) {
      expect(bin.upToMs / bin.aboveMs).toBeCloseTo(2 ** 0.25, 10);
      if (i > 0) expect(bin.aboveMs).toBeCloseTo(bins[i - 1]?.upToMs ?? Number.NaN, 10);
    }
  });

  test("of nothing are none, of zeros are one", () => {
    expect(binsOf(histogramOf([]), 4)).toEqual([]);
    expect(binsOf(histogramOf([0, 0]), 4).map(({ count }) => count)).toEqual([2]);
  });
});

describe("two modes", () => {
  const modesOf = (durations: number[]) => twoModes(binsOf(histogramOf(durations), 4));

  test("warm and cold pulls are distinguished", () => {
    const modes = modesOf([...bell(60, 1500, 0.1), ...bell(40, 58_000, 0.12)]);
    expect(modes?.map(({ count }) => count)).toEqual([60, 40]);
    expect(modes?.[0].medianMs).toBeGreaterThan(1300);
    expect(modes?.[0].medianMs).toBeLessThan(1700);
    expect(modes?.[1].medianMs).toBeGreaterThan(52_000);
    expect(modes?.[1].medianMs).toBeLessThan(65_000);
  });

  test.each([
    ["one bell", bell(200, 30_000, 0.15)],
    ["one wide bell", bell(200, 30_000, 0.6)],
    ["an even spread", Array.from({ length: 200 }, (_, i) => 1000 * 2 ** (i / 40))],
    ["three outliers", [...bell(97, 2000, 0.1), 600_000, 610_000, 620_000]],
    ["bells that lie close together", [...bell(50, 20_000, 0.08), ...bell(50, 40_000, 0.08)]],
    ["a handful", [10, 11, 60_000]],
    ["equal durations", Array.from({ length: 50 }, () => 17)],
    ["nothing", []],
  ])("%s is no such thing", (_what, durations) => {
    expect(modesOf(durations.map(Math.round))).toBeNull();
  });
});
