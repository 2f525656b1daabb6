import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import * as fc from "fast-check";
import { mergeFacts, type ServiceFacts } from "../day/facts.ts";

/** Ten to midnight, so that deployments begin on one day and end on the next. */
export const TEN_TO_MIDNIGHT = Date.UTC(2026, 9, 5, 23, 50);

const TEXTS = [
  "start to deploy service",
  "start to deploy service",
  "The service is being updated.",
  "The service is being started.",
  "building image for model [a 1.0.0]",
  "model (a 1.0.0) build image success",
  "preparing environment",
  "[a 1.0.0] prepare environment success",
  "[b 2.0.0] schedule resource success",
  "[a 1.0.0] pulling model image",
  "failed to pull image, retry later",
  "[a 1.0.0] pull image success",
  "[a 1.0.0] starting model",
  "Service svc started.",
  "Service svc started.",
  "Failed to start service svc.",
  "Service deployment timed out. Error: none",
  "Failed to update the service. Perform a rollback.",
  "Failed to update the service. The update has been rolled back.",
  "The service is being stopped.",
  "Failed to stop the service.",
  "The service has been stopped.",
  "something that nobody has ever said",
];

/** Minutes around a midnight, with some days before and after: few enough that facts collide. */
const time = fc
  .oneof(
    { weight: 8, arbitrary: fc.nat({ max: 24 }) },
    { weight: 1, arbitrary: fc.constantFrom(-2_880, -2_875, -1_440, 1_430, 2_890, 43_200) },
  )
  .map((minutes) => TEN_TO_MIDNIGHT + minutes * 60_000);

const anyEvent = fc.record<ServiceEvent>({
  occurredAtMs: time,
  severity: fc.constantFrom("normal", "abnormal"),
  message: fc.constantFrom(...TEXTS),
});

/** Texts that begin and end something within one millisecond. */
const TIES = [
  ["start to deploy service", "Service svc started."],
  ["The service is being started.", "The service has been stopped."],
  ["The service is being updated.", "Service svc started."],
  ["[a 1.0.0] pulling model image", "failed to pull image, retry later"],
  ["The service is being updated.", "[a 1.0.0] pulling model image", "[a 1.0.0] pull image success"],
  [
    "start to deploy service",
    "[a 1.0.0] starting model",
    "Service svc started.",
    "Failed to stop the service.",
  ],
];

const anyTie = fc
  .tuple(time, fc.constantFrom(...TIES))
  .map(([occurredAtMs, texts]) =>
    texts.map((message): ServiceEvent => ({ occurredAtMs, severity: "normal", message })),
  );

/** A few facts of one service, in the store's order. */
export const anyFacts: fc.Arbitrary<ServiceFacts> = fc
  .record({
    events: fc
      .tuple(fc.array(anyEvent, { minLength: 1, maxLength: 9 }), fc.array(anyTie, { maxLength: 2 }))
      .map(([events, ties]) => [...events, ...ties.flat()]),
    statuses: fc.array(
      fc.record({ status: fc.constantFrom("running", "failed", "deploying"), transitionAtMs: time }),
      { maxLength: 1 },
    ),
    updates: fc.array(
      fc.record({
        updatedAtMs: fc
          .tuple(time, fc.constantFrom(-60_000, -10_000, 10_000))
          .map(([atMs, off]) => atMs + off),
        result: fc.constantFrom("running" as const, "success" as const),
        models: fc.constant([]),
      }),
      { maxLength: 1 },
    ),
  })
  .map((facts) => mergeFacts([facts]));
