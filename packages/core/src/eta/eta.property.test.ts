import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDurations } from "../testing/durations.ts";
import { replayEstimates, summarizeEstimates } from "./backtest.ts";
import { comparablePast, estimateFrom } from "./index.ts";
import { intervalsOfPast, progressAt } from "./progress.ts";

const history = fc.array(anyDurations(3), { minLength: 5, maxLength: 40 });
const AFTER = Date.UTC(2026, 10, 1);

describe("an estimate", () => {
  it("is never negative, its p50 never above its p90, whatever the history", async () => {
    let estimated = 0;
    await fc.assert(
      fc.property(history, anyDurations(), fc.nat({ max: 8_000_000 }), (past, current, elapsedMs) => {
        const progress = progressAt(intervalsOfPast(current), elapsedMs);
        const estimate = estimateFrom(progress, comparablePast(past, current.kind, AFTER));
        if (estimate === null) return;
        estimated += 1;
        expect(estimate.remainingMs.p50).toBeGreaterThanOrEqual(0);
        expect(estimate.remainingMs.p90).toBeGreaterThanOrEqual(estimate.remainingMs.p50);
        expect(estimate.basedOn).toBeGreaterThan(0);
        expect(estimate.basedOn).toBeLessThanOrEqual(past.length);
        if (estimate.overdue) expect(estimate.confidence).toBe("low");
      }),
    );
    expect(estimated).toBeGreaterThan(50);
  });

  it("does not depend on the order of the history", () =>
    fc.assert(
      fc.property(history, anyDurations(), fc.nat({ max: 8_000_000 }), (past, current, elapsedMs) => {
        const progress = progressAt(intervalsOfPast(current), elapsedMs);
        expect(estimateFrom(progress, comparablePast(past.toReversed(), current.kind, AFTER))).toEqual(
          estimateFrom(progress, comparablePast(past, current.kind, AFTER)),
        );
      }),
    ));

  it("can be replayed on any history", async () => {
    let estimated = 0;
    await fc.assert(
      fc.property(history, (past) => {
        const estimates = replayEstimates(
          past.map((durations) => ({ durations })),
          400_000,
        );
        const summary = summarizeEstimates(estimates);
        if (summary === null) return;
        estimated += 1;
        expect(summary.estimates).toBe(estimates.length);
        expect(summary.p50Coverage).toBeLessThanOrEqual(summary.p90Coverage);
        expect(estimates.every(({ actualMs }) => actualMs > 0)).toBe(true);
      }),
    );
    expect(estimated).toBeGreaterThan(20);
  });
});
