import { expect, test } from "vitest";
import { combined, type ReadInfo, sourceOf, withFailure } from "./source.ts";

const FRESH: ReadInfo = { readAtMs: 2_000, outcome: "hit", ttlMs: 900, waitedMs: 0, failure: null };
const LATE: ReadInfo = { readAtMs: 3_000, outcome: "miss", ttlMs: 1_000, waitedMs: 70, failure: null };
const OLD: ReadInfo = { readAtMs: 1_000, outcome: "stale", ttlMs: -50, waitedMs: 20, failure: "down" };

test("an answer of one read is as old as that, one of several is no better than its worst part", () => {
  expect(sourceOf(LATE)).toEqual({
    asOfMs: 3_000,
    outcome: "miss",
    ttlMs: 1_000,
    waitedMs: 70,
    failure: null,
  });
  const worst = { asOfMs: 1_000, outcome: "stale", ttlMs: -50, waitedMs: 70, failure: "down" };
  expect(sourceOf(FRESH, LATE, OLD)).toEqual(worst);
  expect(combined(sourceOf(OLD), [LATE, FRESH])).toEqual(worst);
  expect(sourceOf(FRESH, LATE)).toEqual({ ...sourceOf(LATE), asOfMs: 2_000, ttlMs: 900 });
  expect(sourceOf(FRESH, FRESH)).toEqual(sourceOf(FRESH));
});

test("a part that stands in for one that failed is stale, and the first failure is the one that counts", () => {
  const source = sourceOf(FRESH);
  expect(withFailure(source, "away")).toEqual({ ...source, outcome: "stale", ttlMs: 0, failure: "away" });
  expect(withFailure(sourceOf(OLD), "away")).toMatchObject({ ttlMs: -50, failure: "down" });
  expect(sourceOf(OLD, { ...OLD, failure: "later" }).failure).toBe("down");
});
