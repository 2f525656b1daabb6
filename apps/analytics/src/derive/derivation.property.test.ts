import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { UPDATE_LEAD_MS } from "@deploy-lens/store/service-deployment";
import fc from "fast-check";
import { expect, test } from "vitest";
import { derivationOf } from "./derivation.ts";

const TEXTS = [
  "start to deploy service",
  "The service is being updated.",
  "The service is being started.",
  "preparing environment",
  "[resnet 1.0.0] prepare environment success",
  "Service mine started.",
  "Failed to start service mine.",
  "Failed to update the service. Perform a rollback.",
  "nobody knows this",
];

/** Three minutes, in which things happen close together. */
const atMs = fc.integer({ min: 0, max: 180_000 }).map((ms) => 1_795_435_200_000 + ms);
const facts = fc.record({
  events: fc.array(
    fc.record({
      occurredAtMs: atMs,
      severity: fc.constantFrom("normal", "abnormal") satisfies fc.Arbitrary<ServiceEvent["severity"]>,
      message: fc.constantFrom(...TEXTS),
    }),
  ),
  statuses: fc.array(
    fc.record({ transitionAtMs: atMs, status: fc.constantFrom("deploying", "running", "failed", "stopped") }),
  ),
  updates: fc.uniqueArray(
    fc.record({
      updatedAtMs: atMs,
      result: fc.constantFrom("success", "running") satisfies fc.Arbitrary<UpdateLogEntry["result"]>,
      models: fc.constant([]),
    }),
    { selector: (update) => update.updatedAtMs },
  ),
});

/** What the store relies on when it derives from the middle of a history. */
test("a deployment depends on nothing before its own start, updates within the lead excepted", () => {
  const derive = derivationOf("s");
  fc.assert(
    fc.property(facts, ({ events, statuses, updates }) => {
      const whole = derive({ events, statuses, updates });
      for (const [index, { deployment }] of whole.entries()) {
        const fromMs = deployment.startedAtMs;
        const rest = derive({
          events: events.filter(({ occurredAtMs }) => occurredAtMs >= fromMs),
          statuses: statuses.filter(({ transitionAtMs }) => transitionAtMs >= fromMs),
          updates: updates.filter(({ updatedAtMs }) => updatedAtMs >= fromMs - UPDATE_LEAD_MS),
        });
        // Two begins within one millisecond open two deployments: from there both are derived.
        const together = whole.slice(0, index).filter((one) => one.deployment.startedAtMs === fromMs).length;
        expect(rest).toEqual(whole.slice(index - together));
      }
    }),
  );
});
