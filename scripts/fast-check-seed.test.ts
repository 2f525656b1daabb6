import * as fc from "fast-check";
import { expect, test } from "vitest";

test("every property runs with the seed of the run", () => {
  const seed = Number(process.env.FAST_CHECK_SEED);
  expect(Number.isInteger(seed)).toBe(true);
  expect(fc.check(fc.property(fc.integer(), () => true)).seed).toBe(seed);
});
