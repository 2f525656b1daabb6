import fc from "fast-check";
import { expect, test } from "vitest";
import { base36 } from "./fingerprint.ts";

test.each([
  [0, 1, "0"],
  [0, 4, "0000"],
  [35, 1, "z"],
  [36, 1, "10"],
  [36 ** 4, 9, "000010000"],
  [1562597251764, 9, "0jxui23zo"],
  [Number.MAX_SAFE_INTEGER, 9, "2gosa7pa2gv"],
])("%i in %i digits", (value, length, digits) => {
  expect(base36(value, length)).toBe(digits);
});

test("writes what toString(36) writes", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 12 }), (value, length) => {
      expect(base36(value, length)).toBe(value.toString(36).padStart(length, "0"));
    }),
    { numRuns: 2_000 },
  );
});
