import { expect, test } from "vitest";
import { slopeOf } from "./soak.ts";

test("a line has its slope, a level one none", () => {
  expect(slopeOf([1, 2, 3, 4].map((at) => ({ at, value: 7 + 3 * at })))).toBeCloseTo(3);
  expect(slopeOf([1, 2, 3, 4].map((at) => ({ at, value: at % 2 }))).toFixed(1)).toBe("-0.2");
  expect(slopeOf([{ at: 1, value: 5 }])).toBe(0);
});
