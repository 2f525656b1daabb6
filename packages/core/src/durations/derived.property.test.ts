import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deriveDeployments } from "../derive/index.ts";
import { estimateRemaining } from "../eta/index.ts";
import type { ServiceEvent } from "../event/service-event.ts";
import { decodeRollup, encodeRollup } from "../rollup/codec.ts";
import { rollupOf } from "../rollup/index.ts";
import { durationStatistics } from "../statistics/index.ts";
import { dayRollupsOf } from "../testing/day-rollups.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import { DAY_MS, deploymentDurations, measurementsOf } from "./index.ts";

const STEPS = [
  "building image for model [a 1.0.0]",
  "model (a 1.0.0) build image success",
  "preparing environment",
  "[a 1.0.0] prepare environment success",
  "[b 2.0.0] prepare environment success",
  "[a 1.0.0] schedule resource success",
  "[b 2.0.0] schedule resource success",
  "[a 1.0.0] pulling model image",
  "failed to pull image, retry later",
  "[b 2.0.0] pulling model image",
  "[a 1.0.0] pull image success",
  "[b 2.0.0] pull image success",
  "[b 2.0.0] starting model",
  "[a 1.0.0] starting model",
];
const ENDS = [
  "Service svc started.",
  "Service svc started.",
  "Failed to start service svc.",
  "Service deployment timed out. Error: none",
  "The service is being stopped.",
  "something that nobody has ever said",
];

// Attempts as they happen, one after the other over two days, each with some of its events missing.
interface Attempt {
  readonly startedAfterMs: number;
  readonly begin: string;
  readonly steps: readonly string[];
  readonly waitsMs: readonly number[];
  readonly end: string;
}
const attempt: fc.Arbitrary<Attempt> = fc.record({
  startedAfterMs: fc.nat({ max: 2 * DAY_MS }),
  begin: fc.constantFrom("start to deploy service", "The service is being updated."),
  steps: fc.subarray(STEPS, { minLength: 4 }),
  waitsMs: fc.array(fc.nat({ max: 90_000 }), { minLength: 16, maxLength: 16 }),
  end: fc.constantFrom(...ENDS),
});
const attempts = fc.array(attempt, { maxLength: 8 });
const deployments: fc.Arbitrary<Deployment[]> = attempts.map(derived);

/** Enough successes for an estimate, one a day; deployments that overlap would supersede each other. */
const successes = fc
  .array(attempt, { minLength: 8, maxLength: 12 })
  .map((list) =>
    derived(list.map((each, i) => ({ ...each, startedAfterMs: i * DAY_MS, end: ENDS[0] ?? "" }))),
  );

/** One that has not ended, after all of those. */
const underWay = attempt.map((each) =>
  derived([{ ...each, startedAfterMs: 30 * DAY_MS, end: "something that nobody has ever said" }]),
);

function derived(list: readonly Attempt[]): Deployment[] {
  const events = list.flatMap(({ startedAfterMs, begin, steps, waitsMs, end }) => {
    let occurredAtMs = Date.UTC(2026, 9, 1) + startedAfterMs;
    return [begin, ...steps, end].map((message, i): ServiceEvent => {
      occurredAtMs += waitsMs[i] ?? 0;
      return { occurredAtMs, severity: "normal", message };
    });
  });
  const { deployments: all } = deriveDeployments({ serviceId: "service-a", events });
  return all.map(({ deployment }) => deployment);
}

describe("contributions of derived deployments", () => {
  it("measure a phase exactly when the derivation does and every run completed", () =>
    fc.assert(
      fc.property(deployments, (list) => {
        for (const deployment of list) {
          const { phases } = deploymentDurations(deployment);
          expect(phases.map(({ phase }) => phase)).toEqual(deployment.summary.map(({ phase }) => phase));
          for (const [i, { phase, wallMs, unmeasured }] of phases.entries()) {
            const runs = deployment.phases.filter((run) => run.phase === phase);
            const completed = runs.every(({ outcome }) => outcome === "success" || outcome === "recovered");
            expect(wallMs).toBe(deployment.summary[i]?.wallMs);
            expect(unmeasured === null).toBe(deployment.summary[i]?.measured === true && completed);
          }
        }
      }),
    ));

  it("count alike from a stored rollup", () =>
    fc.assert(
      fc.property(deployments, (list) => {
        const contributions = list.map(deploymentDurations);
        const rollup = rollupOf(contributions);
        expect(decodeRollup(encodeRollup(rollup))).toEqual(rollup);
        const asked = { outcomes: "any", groupBy: ["phase", "model"] } as const;
        const exact = durationStatistics(asked, { durations: contributions }, 0);
        const read = durationStatistics(asked, { rollups: dayRollupsOf(contributions) }, 0);
        expect(
          read.groups.map(({ key, n, histogram, criticalMs }) => ({ key, n, histogram, criticalMs })),
        ).toEqual(
          exact.groups.map(({ key, n, histogram, criticalMs }) => ({ key, n, histogram, criticalMs })),
        );
      }),
    ));

  it.each([
    { over: "all models", groupBy: [] },
    { over: "each model", groupBy: ["model"] },
  ] as const)(
    "share the time out without rest, over $over: phases and gaps add up to the total",
    async ({ groupBy }) => {
      let shared = 0;
      await fc.assert(
        fc.property(deployments, (list) => {
          const rollups = dayRollupsOf(list.map(deploymentDurations));
          const asked = { outcomes: "any", groupBy: ["phase", ...groupBy] } as const;
          const { groups } = durationStatistics(asked, { rollups }, 0);
          for (const same of Map.groupBy(groups, ({ key }) => JSON.stringify(key.model)).values()) {
            const total = same.find(({ key }) => key.phase === "total")?.criticalMs ?? Number.NaN;
            const shares = same
              .filter(({ key }) => key.phase !== "total")
              .map((one) => one.criticalMs ?? Number.NaN);
            expect(shares.reduce((sum, ms) => sum + ms, 0)).toBe(total);
            if (total > 0) shared += 1;
          }
        }),
      );
      expect(shared).toBeGreaterThan(20);
    },
  );

  it("have gaps that, where they count, make the total with the phases' shares of the critical path", () =>
    fc.assert(
      fc.property(deployments, (list) => {
        for (const deployment of list) {
          const durations = deploymentDurations(deployment);
          const [gap] = measurementsOf(durations).filter(({ measure }) => measure === "gap");
          if (gap === undefined || gap.ms === null || durations.totalMs === null) continue;
          const spent = deployment.phases.reduce((sum, { criticalMs }) => sum + criticalMs, 0);
          expect(spent + gap.ms).toBe(durations.totalMs);
        }
      }),
    ));

  it("let any open deployment be estimated", async () => {
    let estimated = 0;
    await fc.assert(
      fc.property(successes, underWay, fc.nat({ max: 600_000 }), (past, current, afterMs) => {
        const history = past.map(deploymentDurations);
        for (const open of current) {
          const estimate = estimateRemaining(open, history, open.lastEventAtMs + afterMs);
          if (estimate === null) continue;
          estimated += 1;
          expect(estimate.remainingMs.p50).toBeGreaterThanOrEqual(0);
          expect(estimate.remainingMs.p90).toBeGreaterThanOrEqual(estimate.remainingMs.p50);
        }
      }),
    );
    expect(estimated).toBeGreaterThan(80);
  });

  it("let no deployment be estimated that has ended", () =>
    fc.assert(
      fc.property(successes, (past) => {
        const history = past.map(deploymentDurations);
        for (const ended of past) expect(estimateRemaining(ended, history, ended.lastEventAtMs)).toBeNull();
      }),
    ));
});
