import { describe, expect, it } from "vitest";
import {
  downscale,
  EMPTY_HISTOGRAM,
  histogramFlaw,
  histogramOf,
  MAX_DURATION_MS,
  mergeHistograms,
} from "./index.ts";

describe("histogramOf", () => {
  it("counts zero apart and trims the buckets", () => {
    expect(histogramOf([0, 6, 6])).toEqual({
      scale: 5,
      count: 3,
      sumMs: 12,
      zeroCount: 1,
      offset: 82,
      bucketCounts: [2],
    });
    expect(histogramOf([])).toEqual(EMPTY_HISTOGRAM);
    expect(histogramOf([0])).toEqual({ ...EMPTY_HISTOGRAM, count: 1, zeroCount: 1 });
  });

  it("takes the longest duration", () => {
    expect(histogramOf([MAX_DURATION_MS])).toMatchObject({ offset: 1279, sumMs: MAX_DURATION_MS });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 0.5, MAX_DURATION_MS + 1])(
    "refuses %d",
    (ms) => {
      expect(() => histogramOf([17, ms])).toThrow(
        `A duration is an integer from 0 to 1099511627776 ms, not ${ms}`,
      );
    },
  );

  it("refuses a sum beyond the exact integers", () => {
    const heavy = histogramOf(new Array<number>(8191).fill(MAX_DURATION_MS));
    expect(() => mergeHistograms([heavy, heavy])).toThrow("beyond the exact integers");
  });
});

describe("mergeHistograms", () => {
  it("of nothing is empty", () => {
    expect(mergeHistograms([])).toEqual(EMPTY_HISTOGRAM);
    expect(mergeHistograms([EMPTY_HISTOGRAM, EMPTY_HISTOGRAM])).toEqual(EMPTY_HISTOGRAM);
  });

  it("takes the coarsest scale of those that hold anything", () => {
    const coarse = downscale(histogramOf([1000]), 3);
    expect(mergeHistograms([coarse, histogramOf([17])])).toEqual(downscale(histogramOf([1000, 17]), 3));
    expect(mergeHistograms([downscale(EMPTY_HISTOGRAM, 3), histogramOf([17])])).toEqual(histogramOf([17]));
  });
});

describe("downscale", () => {
  it("joins pairs of buckets, the one below 1 ms included", () => {
    const fine = histogramOf([1, 2, 3, 1000, 1024, 1025]);
    const coarse = downscale(fine, 4);
    expect(coarse).toMatchObject({ scale: 4, count: 6, sumMs: fine.sumMs, offset: -1 });
    expect(coarse.bucketCounts.at(160)).toBe(2);
    expect(coarse.bucketCounts.at(161)).toBe(1);
  });

  it.each([6, -1, 1.5, Number.NaN])("refuses scale %d", (scale) => {
    expect(() => downscale(histogramOf([17]), scale)).toThrow(RangeError);
  });
});

describe("histogramFlaw", () => {
  it.each([
    { flaw: null, change: {} },
    { flaw: "the buckets hold 2 durations, the count says 3", change: { count: 3 } },
    { flaw: "bucket 1280 holds no duration", change: { offset: 1_280, sumMs: 3 * MAX_DURATION_MS } },
    { flaw: "durations of these buckets cannot add up to 13 ms", change: { sumMs: 13 } },
  ])("is $flaw of two durations of 6 ms with $change", ({ flaw, change }) => {
    expect(histogramFlaw({ ...histogramOf([6, 6]), ...change })).toBe(flaw);
  });
});
