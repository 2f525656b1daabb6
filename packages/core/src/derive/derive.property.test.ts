import fc from "fast-check";
import { expect, test } from "vitest";
import { eventKey, mergeEvents, type ServiceEvent } from "../event/service-event.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { deploymentAsOf } from "./as-of.ts";
import { deriveDeployments } from "./index.ts";

const serviceId = "a-service";

const texts = [
  "start to deploy service",
  "The service is being updated.",
  "The service is being started.",
  "building image for model [a 1.0.0]",
  "model (a 1.0.0) build image success",
  "Failed to create the image.",
  "preparing environment",
  "[a 1.0.0] prepare environment success",
  "[b 2.0.0] prepare environment success",
  "[a 1.0.0] schedule resource success",
  "[b 2.0.0] schedule resource success",
  "Schedule failed due to insufficient resources. Retry later.",
  "[a 1.0.0] pulling model image",
  "[b 2.0.0] pulling model image",
  "failed to pull image, retry later",
  "[a 1.0.0] pull image success",
  "[b 2.0.0] pull image success",
  "[a 1.0.0] starting model",
  "[b 2.0.0] starting model",
  "Service svc started.",
  "Failed to start service svc.",
  "Service deployment timed out. Error: none",
  "Failed to update the service. Perform a rollback.",
  "Failed to update the service. The update has been rolled back.",
  "The service is being stopped.",
  "The service has been stopped.",
  "something that nobody has ever said",
];

const event = fc.record<ServiceEvent>({
  occurredAtMs: fc.integer({ min: 0, max: 400 }),
  severity: fc.constantFrom("normal", "abnormal"),
  message: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...texts) },
    { weight: 1, arbitrary: fc.string() },
  ),
});

const events = fc.array(event, { maxLength: 60 });

const statuses = fc.array(
  fc.record<ServiceStatusObservation>({
    status: fc.constantFrom("running", "failed", "stopped", "deploying", "concerning"),
    transitionAtMs: fc.integer({ min: 0, max: 450 }),
  }),
  { maxLength: 4 },
);

test("order and duplication have no influence", () => {
  fc.assert(
    fc.property(
      events.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list], { minLength: list.length })),
      ),
      statuses,
      ([list, again], looks) => {
        const shuffled = [...again, ...list].reverse();
        expect(deriveDeployments({ serviceId, events: shuffled, statuses: [...looks].reverse() })).toEqual(
          deriveDeployments({ serviceId, events: list, statuses: looks }),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("pages and polls that overlap anyhow give the same deployments", () => {
  fc.assert(
    fc.property(events, fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 8 }), (list, cuts) => {
      const reads = cuts.map(([from, length]) => list.slice(from, from + length));
      const merged = mergeEvents([...reads, list, ...reads]);
      expect(deriveDeployments({ serviceId, events: merged })).toEqual(
        deriveDeployments({ serviceId, events: list }),
      );
    }),
    { numRuns: 500 },
  );
});

test("critical shares and gaps add up to the observed time, exactly", () => {
  fc.assert(
    fc.property(events, statuses, (list, looks) => {
      for (const { deployment } of deriveDeployments({ serviceId, events: list, statuses: looks })
        .deployments) {
        const critical = deployment.phases.reduce((sum, run) => sum + run.criticalMs, 0);
        const gaps = deployment.gaps.reduce((sum, gap) => sum + gap.ms, 0);
        expect(critical + gaps).toBe(deployment.observedMs);
        expect(deployment.totalMs).toBe(deployment.outcome === null ? null : deployment.observedMs);
        const summarized = deployment.summary.reduce((sum, one) => sum + one.criticalMs, 0);
        expect(summarized).toBe(critical);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("every event is in exactly one deployment or outside, and every span is sound", () => {
  fc.assert(
    fc.property(events, statuses, (list, looks) => {
      const { deployments, outside } = deriveDeployments({ serviceId, events: list, statuses: looks });
      const inside = deployments.flatMap((derived) => derived.events);
      expect(mergeEvents([[...inside, ...outside].map((one) => one.event)])).toEqual(mergeEvents([list]));
      expect(inside.length + outside.length).toBe(mergeEvents([list]).length);
      const ids = deployments.map(({ deployment }) => deployment.id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { deployment } of deployments) {
        expect(deployment.observedMs).toBeGreaterThanOrEqual(0);
        for (const run of deployment.phases) {
          expect(run.attempts).toBeGreaterThanOrEqual(1);
          expect(run.wallMs ?? 0).toBeGreaterThanOrEqual(run.activeMs ?? 0);
          expect(run.activeMs ?? 0).toBeGreaterThanOrEqual(0);
          if (deployment.outcome !== null) expect(run.endedAtMs).not.toBeNull();
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

test("only the last deployment can be open", () => {
  fc.assert(
    fc.property(events, statuses, (list, looks) => {
      const { deployments } = deriveDeployments({ serviceId, events: list, statuses: looks });
      expect(deployments.slice(0, -1).every(({ deployment }) => deployment.outcome !== null)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("what is closed by a terminal text does not change when later events arrive", () => {
  fc.assert(
    fc.property(events, events, (list, more) => {
      const before = deriveDeployments({ serviceId, events: list }).deployments;
      const later = more.map((one) => ({ ...one, occurredAtMs: one.occurredAtMs + 1_000 }));
      const after = deriveDeployments({ serviceId, events: [...list, ...later] }).deployments;
      const closed = before.filter(({ deployment }) => deployment.endedBy === "event");
      for (const one of closed) {
        expect(after.find(({ deployment }) => deployment.id === one.deployment.id)).toEqual(one);
      }
    }),
    { numRuns: 500 },
  );
});

test("no input makes it throw", () => {
  const anything = fc.record<ServiceEvent>({
    occurredAtMs: fc.oneof(
      fc.integer(),
      fc.double(),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, -8.64e15, -(2 ** 52), 2 ** 52, 8.64e15),
    ),
    severity: fc.constantFrom("normal", "warning", "abnormal", "unknown"),
    message: fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...texts)),
  });
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 40 }), statuses, fc.double(), (list, looks, nowMs) => {
      const { deployments, outside } = deriveDeployments({
        serviceId: "\u0000",
        events: list,
        statuses: looks,
      });
      for (const { deployment } of deployments) {
        deploymentAsOf(deployment, nowMs);
        expect(Number.isSafeInteger(deployment.observedMs)).toBe(true);
      }
      const kept = deployments.reduce((sum, derived) => sum + derived.events.length, outside.length);
      expect(kept).toBe(new Set(list.map(eventKey)).size);
    }),
    { numRuns: 2_000 },
  );
});
