import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../vocabulary/deployment.ts";
import { type DeliveryAttempt, lostTimeOf, recoveryOf, retriedTimeOf } from "./index.ts";

const MINUTE = 60_000;

function attempt(
  startedAtMs: number,
  outcome: Outcome | null,
  more: Partial<DeliveryAttempt> = {},
): DeliveryAttempt {
  const isOpen = outcome === null;
  return {
    serviceId: "a",
    startedAtMs,
    endedAtMs: isOpen ? null : startedAtMs + MINUTE,
    outcome,
    failureCause: outcome === "failure" ? "image_pull" : null,
    totalMs: isOpen ? null : MINUTE,
    retriedMs: 0,
    instances: null,
    ...more,
  };
}

describe("recoveryOf", () => {
  it("counts from the end of the first failure to the end of the next success, once", () => {
    const attempts = [
      attempt(0, "failure"),
      attempt(5 * MINUTE, "timed_out"),
      attempt(9 * MINUTE, "success"),
    ];
    expect(recoveryOf(attempts)).toEqual({ n: 1, medianMs: 9 * MINUTE, p90Ms: 9 * MINUTE, stillBroken: [] });
  });

  it("passes over what was cancelled, superseded or is open", () => {
    const between: (Outcome | null)[] = ["cancelled", "superseded", null];
    const attempts = [
      attempt(0, "failure"),
      ...between.map((outcome, i) => attempt((i + 1) * MINUTE, outcome)),
      attempt(20 * MINUTE, "success"),
    ];
    expect(recoveryOf(attempts)).toMatchObject({ n: 1, medianMs: 20 * MINUTE });
    expect(recoveryOf(between.map((outcome, i) => attempt(i, outcome)))).toEqual({
      n: 0,
      medianMs: null,
      p90Ms: null,
      stillBroken: [],
    });
  });

  it("keeps services apart, and names those that do not work yet, the longest first", () => {
    const attempts = [
      attempt(5 * MINUTE, "failure", { serviceId: "b" }),
      attempt(6 * MINUTE, "success"),
      attempt(2 * MINUTE, "failure", { serviceId: "c" }),
      attempt(8 * MINUTE, "failure", { serviceId: "c" }),
    ];
    expect(recoveryOf(attempts)).toEqual({
      n: 0,
      medianMs: null,
      p90Ms: null,
      stillBroken: [
        { serviceId: "c", sinceMs: 3 * MINUTE },
        { serviceId: "b", sinceMs: 6 * MINUTE },
      ],
    });
  });

  it("needs of a service only its failures and the first success after each, in any order", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom("a", "b"),
            fc.constantFrom<Outcome | null>(
              "success",
              "failure",
              "timed_out",
              "cancelled",
              "superseded",
              null,
            ),
          ),
          { maxLength: 30 },
        ),
        (drawn) => {
          const attempts = drawn.map(([serviceId, outcome], i) =>
            attempt(i * 2 * MINUTE, outcome, { serviceId }),
          );
          const broken = new Set<string>();
          const needed = attempts.filter(({ serviceId, outcome }) => {
            if (outcome === "failure" || outcome === "timed_out") return broken.add(serviceId);
            return outcome === "success" && broken.delete(serviceId);
          });
          expect(recoveryOf(needed.toReversed())).toEqual(recoveryOf(attempts));
        },
      ),
    ));
});

describe("time that was lost", () => {
  it("is that of failed attempts, by cause", () => {
    const attempts = [
      attempt(0, "failure"),
      attempt(1, "failure", { totalMs: 2 * MINUTE, instances: 3 }),
      attempt(2, "timed_out", { failureCause: "timeout", totalMs: 9 * MINUTE }),
      attempt(3, "success"),
      attempt(4, "cancelled"),
      attempt(5, null),
    ];
    expect(lostTimeOf(attempts)).toEqual([
      { cause: "timeout", attempts: 1, totalMs: 9 * MINUTE, configured: 0, instanceMs: 0 },
      { cause: "image_pull", attempts: 2, totalMs: 3 * MINUTE, configured: 1, instanceMs: 6 * MINUTE },
    ]);
  });

  it("in retries is that of attempts which succeeded", () => {
    const attempts = [
      attempt(0, "success", { retriedMs: 40 }),
      attempt(1, "success"),
      attempt(2, "failure", { retriedMs: 70 }),
    ];
    expect(retriedTimeOf(attempts)).toEqual({ deployments: 1, phasesMs: 40 });
  });
});
