import { expect, test } from "vitest";
import { slopeOf } from "./held.ts";

test("the slope of a line is its own, whatever is level has none", () => {
  expect(slopeOf([1, 2, 3, 4].map((at) => ({ at, value: 7 + 3 * at })))).toBeCloseTo(3);
  expect(slopeOf([1, 2, 3, 4].map((at) => ({ at, value: at % 2 }))).toFixed(1)).toBe("-0.2");
  expect(slopeOf([{ at: 1, value: 5 }])).toBe(0);
});
