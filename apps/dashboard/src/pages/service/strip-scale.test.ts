import { expect, test } from "vitest";
import { stripScaleMs } from "./strip-scale.ts";

test.each([
  ["nothing", [], 1],
  ["times of 0 ms", [0, 0], 1],
  ["times alike", [230_000, 250_000, 240_000], 250_000],
  ["one outlier", [230_000, 6_120_000, 240_000, 250_000], 720_000],
  ["two kinds, one twice as long", [100_000, 100_000, 200_000], 200_000],
])("of %s", (_what, timesMs, scaleMs) => {
  expect(stripScaleMs(timesMs)).toBe(scaleMs);
});
