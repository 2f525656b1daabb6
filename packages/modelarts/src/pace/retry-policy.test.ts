import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRetryAfter } from "../http/answer.ts";
import { attemptTimeoutMs, createRetryBudget, jitteredDelayMs } from "./retry-policy.ts";

test("waits are anything up to the doubled base, and never beyond the most", () => {
  const most = (retry: number) => jitteredDelayMs({ retry, baseDelayMs: 100, maxDelayMs: 1000 }, () => 1);
  expect([1, 2, 3, 4, 5, 6, 60].map(most)).toEqual([100, 200, 400, 800, 1000, 1000, 1000]);
  expect(jitteredDelayMs({ retry: 3, baseDelayMs: 100, maxDelayMs: 1000 }, () => 0)).toBe(0);
});

test("retries never run further ahead of successes than the budget", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (history) => {
      const budget = createRetryBudget(10, 0.1);
      let retries = 0;
      let successes = 0;
      for (const succeeded of history) {
        if (succeeded) {
          successes += 1;
          budget.earn();
        } else if (budget.take()) retries += 1;
      }
      expect(retries).toBeLessThanOrEqual(10 + 0.1 * successes);
    }),
  );
});

test("an attempt never outlives the deadline, and the last one gets all that is left", () => {
  fc.assert(
    fc.property(fc.nat(60_000), fc.integer({ min: 1, max: 5 }), (remainingMs, attemptsLeft) => {
      const limits = { minAttemptTimeoutMs: 2000, maxAttemptTimeoutMs: 10_000 };
      const timeoutMs = attemptTimeoutMs({ remainingMs, attemptsLeft, ...limits });
      expect(timeoutMs).toBeLessThanOrEqual(Math.min(remainingMs, 10_000));
      if (remainingMs <= 2000) expect(timeoutMs).toBe(remainingMs);
      if (attemptsLeft === 1) expect(timeoutMs).toBe(Math.min(remainingMs, 10_000));
    }),
  );
});

test.each([
  ["0", 0],
  ["120", 120_000],
  [" 7 ", 7000],
  ["Wed, 21 Oct 2026 07:28:05 GMT", 5000],
  ["Wed, 21 Oct 2026 07:27:00 GMT", 0],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["99999999999", null],
  ["tomorrow", null],
  ["2026-10-21T07:28:05Z", null],
  ["Wed, 99 Oct 2026 07:28:05 GMT", null],
  ["", null],
])("Retry-After %j", (text, expected) => {
  const nowMs = Date.UTC(2026, 9, 21, 7, 28);
  expect(parseRetryAfter(new Headers({ "retry-after": text }), nowMs)).toBe(expected);
});

test("no Retry-After is none", () => {
  expect(parseRetryAfter(new Headers(), 0)).toBeNull();
});
