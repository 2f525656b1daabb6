import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFacts } from "../testing/any-facts.ts";
import { deriveBy } from "../testing/feed.ts";
import { type DayLimits, planDay } from "./chain.ts";
import { type StoredDeployment, withEvidence } from "./deployment.ts";
import { factsBeyond, mergeFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import { type DayPart, decodeDayPart, encodeDayPart } from "./part.ts";
import { compareByStart } from "./read.ts";

const DAY = "2026-10-05";
const service = { projectId: "p", serviceId: "a-service" };
const derive = deriveBy(service.serviceId);

interface Change {
  readonly facts: ServiceFacts;
  readonly deployments: readonly StoredDeployment[];
}

/** Facts of any day do: the planner does not look at times. Some deployments are left out, as by other rules. */
const change: fc.Arbitrary<Change> = fc
  .tuple(anyFacts, anyFacts, fc.nat({ max: 5 }))
  .map(([a, b, skipped]) => {
    const facts = mergeFacts([a, b]);
    return { facts, deployments: withEvidence(derive(facts), facts).filter((_, i) => i !== skipped) };
  });

const limits = fc.record({ maxPartBytes: fc.integer({ min: 400, max: 1_500 }), slack: fc.nat({ max: 400 }) });

test("a day reaches its target whatever was there, wherever the writing stops", () => {
  let parts = 0;
  fc.assert(
    fc.property(
      fc.array(change, { minLength: 1, maxLength: 8 }),
      limits,
      fc.infiniteStream(fc.nat({ max: 6 })),
      (changes, { maxPartBytes, slack }, stops) => {
        const dayLimits: DayLimits = {
          maxPartBytes,
          maxItemBytes: maxPartBytes + 1_000 + slack,
          encode: (part) => encodeDayPart(service, part, null),
        };
        let chain: DayPart[] = [];
        let facts = NO_FACTS;
        for (const target of changes) {
          facts = mergeFacts([facts, target.facts]);
          for (let tries = 0; ; tries++) {
            const plan = planDay(chain, { day: DAY, ...target }, dayLimits);
            if (plan.length === 0) break;
            const stop = tries > 4 ? plan.length : (stops.next().value ?? 0);
            for (const { part, item } of plan.slice(0, Math.max(1, stop))) {
              chain = put(chain, part);
              expect(decodeDayPart(item)).toEqual(part);
              expectSound(chain);
            }
          }
          expect(mergeFacts(chain.map((part) => part.facts))).toEqual(facts);
          expect(chain.flatMap((part) => part.deployments).toSorted(compareByStart)).toEqual(
            target.deployments.toSorted(compareByStart),
          );
        }
        parts = Math.max(parts, chain.length);
      },
    ),
    { numRuns: 200 },
  );
  expect(parts).toBeGreaterThan(3);
});

/** As the table would: only over the revision before, and what was sealed gains nothing. */
function put(chain: readonly DayPart[], part: DayPart): DayPart[] {
  const before = chain[part.part];
  expect(part.revision).toBe((before?.revision ?? 0) + 1);
  expect(part.part).toBeLessThanOrEqual(chain.length);
  if (before?.sealed === true) {
    expect(part.sealed).toBe(true);
    expect(part.facts).toEqual(before.facts);
    const ids = new Set(before.deployments.map(({ deployment }) => deployment.id));
    expect(part.deployments.every(({ deployment }) => ids.has(deployment.id))).toBe(true);
  }
  expect(factsBeyond(part.facts, before?.facts ?? NO_FACTS)).toEqual(NO_FACTS);
  return [...chain.slice(0, part.part), part, ...chain.slice(part.part + 1)];
}

function expectSound(chain: readonly DayPart[]): void {
  expect(chain.slice(0, -1).every((part) => part.sealed)).toBe(true);
  const ids = chain.flatMap((part) => part.deployments.map(({ deployment }) => deployment.id));
  expect(new Set(ids).size).toBe(ids.length);
}
