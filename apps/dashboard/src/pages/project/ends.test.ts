import { expect, test } from "vitest";
import { endsOf } from "./ends.ts";

test("what was stopped or replaced neither succeeded nor failed", () => {
  const outcomes = { success: 2240, failure: 297, timed_out: 23, cancelled: 58, superseded: 170, open: 2 };
  expect(endsOf(outcomes)).toEqual({
    all: 2790,
    succeeded: 2240,
    failed: 320,
    cancelled: 58,
    superseded: 170,
  });
});

test("nothing is no end", () => {
  expect(endsOf({})).toEqual({ all: 0, succeeded: 0, failed: 0, cancelled: 0, superseded: 0 });
});
