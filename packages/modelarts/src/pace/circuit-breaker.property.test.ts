import fc from "fast-check";
import { expect, test } from "vitest";
import { type AttemptVerdict, createCircuitBreaker, type Permit } from "./circuit-breaker.ts";

const limits = { windowMs: 10_000, minAttempts: 5, failureRatio: 0.5, openMs: 5000 };

test("opens at half of five, and forgets what is older than the window", () => {
  let nowMs = 0;
  const breaker = createCircuitBreaker(limits, () => nowMs);
  const attempt = (verdict: AttemptVerdict) => {
    const permit = breaker.enter();
    if (typeof permit === "function") permit(verdict);
  };
  for (const verdict of ["failing", "failing", "healthy", "healthy"] as const) attempt(verdict);
  nowMs = 10_000;
  attempt("failing");
  expect(breaker.waitMs()).toBe(0);
  for (const verdict of ["healthy", "healthy", "failing", "inconclusive", "inconclusive"] as const) {
    attempt(verdict);
  }
  expect(breaker.waitMs()).toBe(0);
  attempt("failing");
  expect(breaker.waitMs()).toBe(5000);
});

const failures = Array.from({ length: 5 }, () => "failing" as const);

/** A breaker that has just opened, with attempts from before that are still under way. */
function openBreaker(stragglers: number, now: () => number) {
  const breaker = createCircuitBreaker(limits, now);
  const enter = (): Permit => {
    const permit = breaker.enter();
    if (typeof permit !== "function") throw new Error("refused");
    return permit;
  };
  const late = Array.from({ length: stragglers }, enter);
  for (const verdict of failures) enter()(verdict);
  return { breaker, late };
}

const verdict = fc.constantFrom<AttemptVerdict>("healthy", "failing", "inconclusive");

test("while open, one probe at a time and none within a window, whatever stragglers say", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ passMs: fc.nat(6000), asks: fc.integer({ min: 1, max: 4 }), straggler: verdict })),
      fc.boolean(),
      (steps, probesFail) => {
        let nowMs = 0;
        const { breaker, late } = openBreaker(steps.length, () => nowMs);
        let openedAtMs = 0;
        for (const { passMs, asks, straggler } of steps) {
          nowMs += passMs;
          late.pop()?.(straggler);
          const granted = Array.from({ length: asks }, breaker.enter).filter(
            (permit) => typeof permit === "function",
          );
          const isDue = nowMs - openedAtMs >= limits.openMs;
          expect(granted).toHaveLength(isDue ? 1 : 0);
          granted[0]?.(probesFail ? "failing" : "inconclusive");
          if (isDue && probesFail) openedAtMs = nowMs;
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test("a healthy probe lets all through, with a clean slate", () => {
  let nowMs = 0;
  const { breaker } = openBreaker(0, () => nowMs);
  nowMs = limits.openMs;
  const probe = breaker.enter();
  expect(breaker.enter()).toEqual({ waitMs: limits.openMs });
  if (typeof probe === "function") probe("healthy");
  expect(breaker.waitMs()).toBe(0);
  const permits = Array.from({ length: 4 }, breaker.enter);
  for (const permit of permits) if (typeof permit === "function") permit("failing");
  expect(breaker.waitMs()).toBe(0);
});
