import { expect, test } from "vitest";
import { createCallerRate } from "./caller-rate.ts";

test("a caller has two seconds' share at once, then so many a second, and others have their own", () => {
  let nowMs = 0;
  const count = createCallerRate(10, () => nowMs);
  const taken = (caller: string, tries: number) => {
    let passed = 0;
    for (let i = 0; i < tries; i++) {
      try {
        count(caller);
        passed += 1;
      } catch (error) {
        expect(error).toMatchObject({ problem: "too-many-requests", retryAfterMs: 100 });
      }
    }
    return passed;
  };
  expect(taken("a", 50)).toBe(20);
  expect(taken("b", 5)).toBe(5);
  nowMs += 500;
  expect(taken("a", 50)).toBe(5);
  nowMs += 3_600_000;
  expect(taken("a", 50)).toBe(20);
});
