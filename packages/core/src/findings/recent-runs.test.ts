import * as fc from "fast-check";
import { expect, it } from "vitest";
import { FEWEST_RECENT_RUNS, MOST_RECENT_RUNS, recentRuns } from "./recent-runs.ts";
import type { Run } from "./run.ts";

const HOUR_MS = 3_600_000;

function run(startedAtMs: number): Run {
  return {
    id: String(startedAtMs).padStart(15, "0"),
    startedAtMs,
    outcome: "success",
    totalMs: 1_000,
    gapMs: 1_000,
    phases: [],
    models: [],
  };
}

/** Starts of a long history, some hours apart. */
const history = fc
  .array(fc.integer({ min: 1, max: 100 * HOUR_MS }), { minLength: 650, maxLength: 1_500 })
  .map((pauses) => {
    let atMs = Date.UTC(2026, 0);
    return pauses.map((pause) => {
      atMs += pause;
      return run(atMs);
    });
  });

it("cuts at one place, whether runs come in one by one or all at once", () =>
  fc.assert(
    fc.property(history, (runs) => {
      let recent = recentRuns(runs.slice(0, 620), null);
      for (const [i, next] of runs.slice(620).entries()) {
        recent = recentRuns([...recent.runs, next], recent.sinceMs);
        if (i % 97 === 0) expect(recent).toEqual(recentRuns(runs.slice(0, 621 + i), null));
      }
      expect(recent).toEqual(recentRuns(runs.toReversed(), null));
      expect(recent.runs.length).toBeLessThanOrEqual(MOST_RECENT_RUNS);
      expect(recent.runs.length).toBeGreaterThanOrEqual(FEWEST_RECENT_RUNS);
    }),
    { numRuns: 20 },
  ));

it("keeps its place for a hundred runs and more", () => {
  const runs = Array.from({ length: 5_000 }, (_, i) => run(Date.UTC(2026, 0) + i * 5 * HOUR_MS));
  const places = new Set<number | undefined>();
  for (let n = 1_000; n <= 5_000; n += 10)
    places.add(recentRuns(runs.slice(0, n), null).runs[0]?.startedAtMs);
  expect(places.size).toBeLessThan(40);
});

it("cuts within a day that alone has too many", () => {
  const runs = Array.from({ length: 2_000 }, (_, i) => run(Date.UTC(2026, 0) + i * 1_000));
  expect(recentRuns(runs, null).runs).toEqual(runs.slice(-MOST_RECENT_RUNS));
});
