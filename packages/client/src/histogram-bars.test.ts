import { expect, test } from "vitest";
import { histogramBars } from "./histogram-bars.ts";

test("bars are the buckets that hold something, zeros first", () => {
  const histogram = { scale: 0, count: 6, sumMs: 20, zeroCount: 1, offset: 1, bucketCounts: [2, 0, 3] };
  expect(histogramBars(histogram)).toEqual([
    { aboveMs: 0, upToMs: 0, count: 1 },
    { aboveMs: 2, upToMs: 4, count: 2 },
    { aboveMs: 8, upToMs: 16, count: 3 },
  ]);
});

test("at scale 5 a bar is 2.2 % wide, and the sample's image pull lies in the one that names it", () => {
  const [bar] = histogramBars({
    scale: 5,
    count: 1,
    sumMs: 56642,
    zeroCount: 0,
    offset: 505,
    bucketCounts: [1],
  });
  expect(bar?.aboveMs).toBeLessThan(56642);
  expect(bar?.upToMs).toBeGreaterThanOrEqual(56642);
  expect((bar?.upToMs ?? 0) / (bar?.aboveMs ?? 1)).toBeCloseTo(2 ** (1 / 32), 12);
});

test("nothing counted, no bars", () => {
  expect(histogramBars({ scale: 5, count: 0, sumMs: 0, zeroCount: 0, offset: 0, bucketCounts: [] })).toEqual(
    [],
  );
});
