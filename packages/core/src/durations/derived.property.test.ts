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
import { decodeDurations, encodeDurations } from "./codec.ts";
import { DAY_MS } from "./day.ts";
import { deploymentDurations } from "./index.ts";
import { measurementsOf } from "./measurement.ts";

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
const attempt = fc.record({
  startedAfterMs: fc.nat({ max: 2 * DAY_MS }),
  begin: fc.constantFrom("start to deploy service", "The service is being updated."),
  steps: fc.subarray(STEPS, { minLength: 4 }),
  waitsMs: fc.array(fc.nat({ max: 90_000 }), { minLength: 16, maxLength: 16 }),
  end: fc.constantFrom(...ENDS),
});
const deployments: fc.Arbitrary<Deployment[]> = fc.array(attempt, { maxLength: 8 }).map((attempts) => {
  const events = attempts.flatMap(({ startedAfterMs, begin, steps, waitsMs, end }) => {
    let occurredAtMs = Date.UTC(2026, 9, 1) + startedAfterMs;
    return [begin, ...steps, end].map((message, i): ServiceEvent => {
      occurredAtMs += waitsMs[i] ?? 0;
      return { occurredAtMs, severity: "normal", message };
    });
  });
  const derived = deriveDeployments({ serviceId: "service-a", events }).deployments;
  return derived.map(({ deployment }) => deployment);
});

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

  it("survive their compact forms, and count alike from there", () =>
    fc.assert(
      fc.property(deployments, (list) => {
        const contributions = list.map(deploymentDurations);
        const returned = contributions.map((one) =>
          decodeDurations(JSON.parse(JSON.stringify(encodeDurations(one))), one.serviceId),
        );
        expect(returned).toEqual(contributions);
        const rollup = rollupOf(contributions);
        expect(decodeRollup(encodeRollup(rollup))).toEqual(rollup);
        const asked = { outcomes: "any", groupBy: ["phase", "model"] } as const;
        const exact = durationStatistics(asked, { durations: contributions }, 0);
        const read = durationStatistics(asked, { rollups: dayRollupsOf(contributions) }, 0);
        expect(read.groups.map(({ key, n, histogram }) => ({ key, n, histogram }))).toEqual(
          exact.groups.map(({ key, n, histogram }) => ({ key, n, histogram })),
        );
      }),
    ));

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

  it("let any open deployment be estimated", () =>
    fc.assert(
      fc.property(deployments, deployments, fc.nat({ max: DAY_MS }), (past, current, afterMs) => {
        const history = past.map(deploymentDurations);
        for (const open of current) {
          const estimate = estimateRemaining(open, history, open.lastEventAtMs + afterMs);
          if (open.outcome !== null) expect(estimate).toBeNull();
          if (estimate !== null)
            expect(estimate.remainingMs.p90).toBeGreaterThanOrEqual(estimate.remainingMs.p50);
        }
      }),
    ));
});
