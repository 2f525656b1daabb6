import { describe, expect, it } from "vitest";
import { downscale, EMPTY_HISTOGRAM, histogramOf } from "../histogram/index.ts";
import { draw } from "../testing/duration-datasets.ts";
import { gaussian, type Random, seededRandom } from "../testing/random.ts";
import { rankSum } from "./rank-sum.ts";

// The textbook: every pair compared, a tie counting one half; variance with the correction for ties.
function zByPairs(before: readonly number[], after: readonly number[]): number {
  let u = 0;
  for (const b of before) for (const a of after) u += (Math.sign(a - b) + 1) / 2;
  const n = before.length + after.length;
  let ties = 0;
  for (const same of Map.groupBy([...before, ...after], (ms) => ms).values()) {
    ties += same.length ** 3 - same.length;
  }
  const variance = ((before.length * after.length) / 12) * (n + 1 - ties / (n * (n - 1)));
  return (u - (before.length * after.length) / 2) / Math.sqrt(variance);
}

const pull = (random: Random) =>
  Math.round(random() < 0.6 ? 1_500 + 200 * random() : 60_000 * Math.exp(0.2 * gaussian(random)));
const start = (random: Random) => Math.round(20_000 * Math.exp(0.25 * gaussian(random)));

// Of 1,000 comparisons of 40 earlier with 10 recent times, `factor` times as long: how many does `rule` call a change?
function alarms(
  shape: (random: Random) => number,
  factor: number,
  rule: (before: number[], after: number[]) => boolean,
): number {
  const random = seededRandom(7);
  let count = 0;
  for (let trial = 0; trial < 1_000; trial++) {
    const after = draw(shape, 10, random).map((ms) => Math.round(ms * factor));
    if (rule(draw(shape, 40, random), after)) count += 1;
  }
  return count;
}

const byRanks = (before: number[], after: number[]) =>
  (rankSum(histogramOf(before), histogramOf(after))?.p ?? 1) < 0.001;
const mean = (list: number[]) => list.reduce((sum, ms) => sum + ms, 0) / list.length;

describe("rankSum", () => {
  it("is the textbook's z where each bucket holds one integer", () => {
    const random = seededRandom(3);
    for (let trial = 0; trial < 200; trial++) {
      const before = Array.from({ length: 12 }, () => Math.floor(random() * 40));
      const after = Array.from({ length: 9 }, () => Math.floor(random() * 44));
      expect(rankSum(histogramOf(before), histogramOf(after))?.z).toBeCloseTo(zByPairs(before, after), 10);
    }
  });

  it("changes its sign with the direction", () => {
    const a = histogramOf(Array.from({ length: 20 }, (_, i) => 10 + i));
    const b = histogramOf(Array.from({ length: 20 }, (_, i) => 20 + i));
    expect(rankSum(a, b)?.z).toBeGreaterThan(0);
    expect(rankSum(b, a)?.z).toBeCloseTo(-(rankSum(a, b)?.z ?? 0), 12);
  });

  it("sees no change where all are alike", () => {
    const same = histogramOf([...new Array(20).fill(0)]);
    expect(rankSum(same, same)).toEqual({ z: 0, p: expect.closeTo(1, 6) });
  });

  it("cannot tell from too few, whatever they are", () => {
    const few = (ms: number, n: number) => histogramOf(Array.from({ length: n }, () => ms));
    expect(rankSum(few(1, 7), few(1_000, 7))).toBeNull();
    expect(rankSum(few(1, 8), few(1_000, 8))?.p).toBeLessThan(0.001);
    expect(rankSum(EMPTY_HISTOGRAM, few(1, 100))).toBeNull();
  });

  it("takes histograms of different scales", () => {
    const before = histogramOf(Array.from({ length: 20 }, () => 1_000));
    const after = histogramOf(Array.from({ length: 20 }, () => 9_000));
    expect(rankSum(downscale(before, 2), after)?.p).toBeLessThan(0.001);
  });

  it("rarely cries wolf over warm and cold pulls, where a rule on means does all the time", () => {
    expect(alarms(pull, 1, byRanks)).toBeLessThanOrEqual(5);
    expect(alarms(pull, 1, (before, after) => mean(after) > 1.2 * mean(before))).toBeGreaterThan(200);
  });

  it("sees seven in ten changes when 10 starts of a model took half as long again", () => {
    expect(alarms(start, 1, byRanks)).toBeLessThanOrEqual(5);
    expect(alarms(start, 1.5, byRanks)).toBeGreaterThan(700);
  });
});
