import { DDSketch } from "@datadog/sketches-js";
import { describe, expect, it } from "vitest";
import { DURATION_DATASETS, draw } from "../testing/duration-datasets.ts";
import { bytesOfHistogram, histogramOfBytes } from "../testing/histogram-bytes.ts";
import { seededRandom } from "../testing/random.ts";
import {
  type DurationHistogram,
  downscale,
  EMPTY_HISTOGRAM,
  histogramOf,
  mergeHistograms,
  worstRelativeError,
} from "./index.ts";
import { nearestRank, quantileOfSorted } from "./nearest-rank.ts";
import { maxMs, meanMs, minMs, quantileMs } from "./quantile.ts";

const SIZES = [1, 2, 3, 10, 59, 200, 5_000];
const QUANTILES = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1];

function expectAccurate(histogram: DurationHistogram, durations: readonly number[]): void {
  const sorted = durations.toSorted((a, b) => a - b);
  const bound = worstRelativeError(histogram.scale);
  const sum = durations.reduce((total, ms) => total + ms, 0);
  expect(histogram.count).toBe(durations.length);
  expect(histogram.sumMs).toBe(sum);
  expect(meanMs(histogram)).toBe(sum / durations.length);
  for (const q of QUANTILES) expectWithin(quantileMs(histogram, q), quantileOfSorted(sorted, q), bound);
  expectWithin(minMs(histogram), sorted.at(0) ?? null, bound);
  expectWithin(maxMs(histogram), sorted.at(-1) ?? null, bound);
}

function expectWithin(actual: number | null, exact: number | null, bound: number): void {
  if (actual === null || exact === null) expect.fail("no figure");
  expect(Math.abs(actual - exact)).toBeLessThanOrEqual(exact * bound);
}

describe.each(Object.entries(DURATION_DATASETS))("a histogram of %s", (_, shape) => {
  describe.each(SIZES)("%i durations", (size) => {
    const random = seededRandom(size);
    const durations = draw(shape, size, random);

    it("is accurate at every quantile", () => {
      expectAccurate(histogramOf(durations), durations);
    });

    it("is accurate, and the same, after merging random splits", () => {
      const splits = Array.from({ length: 7 }, () => [] as number[]);
      for (const ms of durations) splits[Math.floor(random() * splits.length)]?.push(ms);
      const merged = mergeHistograms(splits.map((split) => histogramOf(split)));
      expectAccurate(merged, durations);
      expect(merged).toEqual(histogramOf(durations));
    });

    it("is accurate, and the same, after a round trip", () => {
      const returned = histogramOfBytes(bytesOfHistogram(histogramOf(durations)));
      expectAccurate(returned, durations);
      expect(returned).toEqual(histogramOf(durations));
    });

    it("is accurate within the coarser bound after downscaling", () => {
      for (const scale of [4, 3, 2, 1, 0])
        expectAccurate(downscale(histogramOf(durations), scale), durations);
    });

    it("agrees with DDSketch of the same accuracy", () => {
      const sketch = new DDSketch({ relativeAccuracy: 0.0109 });
      for (const ms of durations) sketch.accept(ms);
      const histogram = histogramOf(durations);
      expect(sketch.count).toBe(histogram.count);
      for (const q of QUANTILES) {
        // DDSketch ranks by q · (n − 1), from 0; ask it for our rank, a hair inside so that rounding cannot lower it.
        const rank = nearestRank(q, size) - 1;
        const theirs = sketch.getValueAtQuantile(size === 1 ? 0 : Math.min(1, (rank + 1e-6) / (size - 1)));
        const ours = quantileMs(histogram, q);
        if (ours === null) expect.fail("no figure");
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual((2 * 0.0109 + 1e-9) * Math.max(ours, theirs));
      }
    });
  });
});

describe("quantileMs", () => {
  it("is null when nothing was counted", () => {
    expect(quantileMs(EMPTY_HISTOGRAM, 0.5)).toBeNull();
    expect(meanMs(EMPTY_HISTOGRAM)).toBeNull();
    expect(minMs(EMPTY_HISTOGRAM)).toBeNull();
    expect(maxMs(EMPTY_HISTOGRAM)).toBeNull();
  });

  it("is exact for a single duration and for 0 ms", () => {
    expect(quantileMs(histogramOf([56_642]), 0.9)).toBe(56_642);
    expect(quantileMs(histogramOf([0, 0, 56_642]), 0.5)).toBe(0);
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses quantile %d", (q) => {
    expect(() => quantileMs(histogramOf([17]), q)).toThrow(RangeError);
    expect(() => quantileMs(EMPTY_HISTOGRAM, q)).toThrow(RangeError);
  });

  it("never lets the exact mean lie beyond min and max, where one bucket holds everything", () => {
    const [low, high] = [histogramOf([1003, 1003, 1003]), histogramOf([1024, 1024, 1024])];
    expect([minMs(low), meanMs(low)]).toEqual([1003, 1003]);
    expect([meanMs(high), maxMs(high)]).toEqual([1024, 1024]);
    expect(maxMs(low)).toBeGreaterThan(1003);
    expect(minMs(high)).toBeLessThan(1024);
  });
});

it("merges 90 days bit-exactly, in any order", () => {
  const random = seededRandom(90);
  const shape = DURATION_DATASETS["6 ms to 1 h"];
  if (shape === undefined) expect.fail("no such dataset");
  const days = Array.from({ length: 90 }, () => draw(shape, 50, random));
  const whole = histogramOf(days.flat());
  const histograms = days.map((day) => histogramOf(day));
  expect(mergeHistograms(histograms)).toEqual(whole);
  expect(mergeHistograms(histograms.toReversed())).toEqual(whole);
  expect(bytesOfHistogram(mergeHistograms(histograms))).toEqual(bytesOfHistogram(whole));
});
