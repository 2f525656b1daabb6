import { expect, test } from "vitest";
import { expectedTime, progressShares } from "./expected-time.ts";

const eta = {
  remainingMs: { p50: 65_000, p90: 81_000 },
  basedOn: 30,
  confidence: "high",
  overdue: false,
} as const;

test("at half of the expected time half of the bar is full at most", () => {
  const expected = expectedTime(eta, 27_000);
  expect(expected).toEqual({ p50Ms: 92_000, p90Ms: 108_000 });
  expect(progressShares(46_000, expected).passed).toBeLessThan(0.5);
});

test("a bar is divided at what has passed and at what half of the others needed", () => {
  const { passed, likely, uncertain } = progressShares(27_000, expectedTime(eta, 27_000));
  expect(passed).toBeCloseTo(27 / 108, 9);
  expect(passed + likely).toBeCloseTo(92 / 108, 9);
  expect(passed + likely + uncertain).toBe(1);
});

test.each([
  ["past what half of them needed", 100_000],
  ["past what nine in ten needed", 500_000],
])("%s it is not full, and only the uncertain part is left", (_when, elapsedMs) => {
  const { passed, likely, uncertain } = progressShares(elapsedMs, { p50Ms: 92_000, p90Ms: 108_000 });
  expect(passed).toBeLessThanOrEqual(0.95);
  expect(likely).toBe(0);
  expect(uncertain).toBeCloseTo(1 - passed, 9);
});

test("without an estimate it says that it does not know", () => {
  expect(progressShares(1, null)).toEqual(progressShares(1_000_000, null));
});
