import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { MAX_EPOCH_MS } from "@deploy-lens/core/upstream/events";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import fc from "fast-check";
import { hostileText } from "./hostile-text.ts";

/** An implausible feed, and the service statuses observed meanwhile. */
export interface HostileFeed {
  readonly events: readonly ServiceEvent[];
  readonly statuses: readonly ServiceStatusObservation[];
}

const NOW_MS = Date.UTC(2026, 10, 23);

/** Times as the wire lets them in: near one another, ties among them, and the ends of what a date can hold. */
function hostileTime(): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: 0, max: 40 }).map((step) => NOW_MS + step * 1_000) },
    { weight: 2, arbitrary: fc.integer({ min: -4_000, max: 4_000_000 }).map((ms) => NOW_MS + ms) },
    { weight: 1, arbitrary: fc.constantFrom(-MAX_EPOCH_MS, MAX_EPOCH_MS, 0, -1, 1, 253_402_300_800_000) },
    { weight: 1, arbitrary: fc.integer({ min: -MAX_EPOCH_MS, max: MAX_EPOCH_MS }) },
  );
}

/** Objects as JSON gives them. */
const PLAIN = { noNullPrototype: true };

/** Any feed that the wire schema lets in. */
export function hostileFeed(): fc.Arbitrary<HostileFeed> {
  return fc.record(
    {
      events: fc.array(
        fc.record(
          {
            occurredAtMs: hostileTime(),
            severity: fc.constantFrom<ServiceEvent["severity"]>("normal", "warning", "abnormal", "unknown"),
            message: hostileText(),
          },
          PLAIN,
        ),
        { maxLength: 12 },
      ),
      statuses: fc.array(
        fc.record(
          {
            status: fc.constantFrom(
              "running",
              "failed",
              "stopped",
              "deploying",
              "concerning",
              "",
              "__proto__",
            ),
            transitionAtMs: hostileTime(),
          },
          PLAIN,
        ),
        { maxLength: 2 },
      ),
    },
    PLAIN,
  );
}
