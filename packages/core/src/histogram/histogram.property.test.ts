import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOfHistogram, histogramOfBytes } from "../testing/histogram-bytes.ts";
import { downscale, histogramOf, MAX_DURATION_MS, mergeHistograms, worstRelativeError } from "./index.ts";
import { quantileOfSorted } from "./nearest-rank.ts";
import { maxMs, meanMs, minMs, quantileMs } from "./quantile.ts";

const duration = fc.oneof(
  fc.nat({ max: 200 }),
  fc.nat({ max: 4_000_000 }),
  fc.nat({ max: MAX_DURATION_MS }),
  fc.integer({ min: 0, max: 40 }).map((exponent) => 2 ** exponent),
);
const durations = fc.array(duration, { maxLength: 60 });
const scale = fc.integer({ min: 0, max: 5 });

describe("histograms", () => {
  it("merge as the lists of their durations do, at any scale", () =>
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 6 }), scale, (lists, to) => {
        const merged = mergeHistograms(lists.map((list) => histogramOf(list)));
        expect(merged).toEqual(histogramOf(lists.flat()));
        const coarse = mergeHistograms(lists.map((list) => downscale(histogramOf(list), to)));
        expect(downscale(coarse, to)).toEqual(downscale(merged, to));
      }),
    ));

  it("keep every quantile within the error of exact nearest rank, in ascending order", () =>
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, q) => {
          const histogram = histogramOf(list);
          const sorted = list.toSorted((a, b) => a - b);
          const exact = quantileOfSorted(sorted, q) ?? Number.NaN;
          const read = quantileMs(histogram, q) ?? Number.NaN;
          expect(Math.abs(read - exact)).toBeLessThanOrEqual(exact * worstRelativeError());
          expect(minMs(histogram)).toBeLessThanOrEqual(read);
          expect(maxMs(histogram)).toBeGreaterThanOrEqual(read);
          expect(minMs(histogram)).toBeLessThanOrEqual(meanMs(histogram) ?? Number.NaN);
          expect(maxMs(histogram)).toBeGreaterThanOrEqual(meanMs(histogram) ?? Number.NaN);
        },
      ),
    ));

  it("survive a round trip, at any scale", () =>
    fc.assert(
      fc.property(durations, scale, (list, to) => {
        const histogram = downscale(histogramOf(list), to);
        expect(histogramOfBytes(bytesOfHistogram(histogram))).toEqual(histogram);
      }),
    ));
});
