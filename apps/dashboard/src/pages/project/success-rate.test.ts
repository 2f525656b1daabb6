import { expect, test } from "vitest";
import { endsOf } from "./success-rate.ts";

test("what was stopped or replaced neither succeeded nor failed", () => {
  const { successRate, ...counts } = endsOf({
    success: 2240,
    failure: 297,
    timed_out: 23,
    cancelled: 58,
    superseded: 170,
    open: 2,
  });
  expect(counts).toEqual({ all: 2790, succeeded: 2240, failed: 320, cancelled: 58, superseded: 170 });
  expect(successRate).toBe(0.875);
});

test("nothing that ended has no rate", () => {
  expect(endsOf({ open: 3, cancelled: 1 }).successRate).toBeNull();
  expect(endsOf({})).toMatchObject({ all: 0, successRate: null });
});
