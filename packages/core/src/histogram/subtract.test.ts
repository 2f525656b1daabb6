import { describe, expect, it } from "vitest";
import { downscale, EMPTY_HISTOGRAM, histogramOf, mergeHistograms } from "./index.ts";
import { subtractHistogram } from "./subtract.ts";

describe("subtractHistogram", () => {
  it.each([
    { keeps: "what lies below", kept: [0, 6, 17], taken: [900, 56_642] },
    { keeps: "what lies above", kept: [900, 56_642], taken: [0, 6, 17] },
    { keeps: "what lies on both sides", kept: [6, 56_642], taken: [900] },
    { keeps: "other durations of the same buckets", kept: [6, 900], taken: [6, 900, 900] },
    { keeps: "the next bucket", kept: [1_025], taken: [1_024] },
    { keeps: "durations of 0 ms", kept: [0, 0], taken: [0, 6] },
    { keeps: "nothing", kept: [], taken: [0, 6, 17] },
    { keeps: "all", kept: [0, 6, 17], taken: [] },
  ])("keeps $keeps, bucket for bucket", ({ kept, taken }) => {
    const [rest, part] = [histogramOf(kept), histogramOf(taken)];
    expect(subtractHistogram(mergeHistograms([rest, part]), part)).toEqual(rest);
  });

  it.each([
    { part: [7], reason: "Bucket 89 of the part is not in the sum" },
    { part: [6, 7], reason: "Bucket 89 of the part is not in the sum" },
    { part: [6, 6], reason: "Bucket 82 of the part is not in the sum" },
    { part: [0, 0], reason: "The part is not in the sum: fewer than no durations of 0 ms" },
    {
      part: [1_003],
      reason: "The part is not in the sum: durations of these buckets cannot add up to 24 ms",
    },
  ])("refuses $part, which is not in 0, 6 and 1021", ({ part, reason }) => {
    expect(() => subtractHistogram(histogramOf([0, 6, 1_021]), histogramOf(part))).toThrow(reason);
  });

  it("refuses coarser histograms, for their buckets cannot be told apart", () => {
    const fine = histogramOf([6]);
    const coarse = downscale(fine, 4);
    expect(() => subtractHistogram(fine, coarse)).toThrow("coarser");
    expect(() => subtractHistogram(coarse, fine)).toThrow("coarser");
    expect(subtractHistogram(coarse, EMPTY_HISTOGRAM)).toEqual(coarse);
  });
});
