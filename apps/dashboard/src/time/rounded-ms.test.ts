import { expect, test } from "vitest";
import { roundedMs } from "./rounded-ms.ts";

test.each([
  [199_952, 0, 199_952],
  [199_952, 0.011, 200_000],
  [150_942, 0.011, 151_000],
  [358_854, 0.011, 359_000],
  [56_642, 0.011, 56_600],
  [17, 0.011, 17],
  [0, 0.011, 0],
])("%i ms, within %f, reads %i", (ms, relativeError, expected) => {
  expect(roundedMs(ms, relativeError)).toBe(expected);
});

test("rounding adds at most half of the error", () => {
  for (let ms = 1; ms < 1e7; ms = Math.ceil(ms * 1.07)) {
    expect(Math.abs(roundedMs(ms, 0.011) - ms)).toBeLessThanOrEqual(ms * 0.011 * 0.5 + 1e-9);
  }
});
