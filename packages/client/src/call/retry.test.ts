import { expect, test } from "vitest";
import { NetworkError } from "./errors.ts";
import { retryDelayMs } from "./retry.ts";
import { retryAfterMs } from "./retry-after.ts";

const broken = new NetworkError("http://localhost/x", { cause: new Error("reset") });

test("the ceiling doubles up to 8 s, and the wait is anywhere below it", () => {
  const ceilings = [1, 2, 3, 4, 5, 6, 7, 30].map((attempt) => retryDelayMs(broken, attempt, 0.999_999));
  expect(ceilings).toEqual([249, 499, 999, 1999, 3999, 7999, 7999, 7999]);
  expect(retryDelayMs(broken, 5, 0)).toBe(0);
});

test("what is not known to pass is not tried again", () => {
  expect(retryDelayMs(new TypeError("a mistake of ours"), 1, 0)).toBeNull();
  expect(retryDelayMs("thrown text", 1, 0)).toBeNull();
});

const NOW = Date.parse("2026-11-01T00:00:00Z");

test.each([
  [null, null],
  ["0", 0],
  ["120", 120_000],
  ["Sun, 01 Nov 2026 00:00:05 GMT", 5000],
  ["Sat, 31 Oct 2026 23:59:59 GMT", 0],
  ["-1", null],
  ["1.5", null],
  ["soon", null],
  ["2026-11-01T00:00:05Z", null],
  ["9".repeat(30), null],
])("Retry-After: %s means %s ms", (header, ms) => {
  expect(retryAfterMs(header, NOW)).toBe(ms);
});
