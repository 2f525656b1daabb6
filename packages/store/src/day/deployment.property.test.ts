import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFacts } from "../testing/any-facts.ts";
import { deriveBy } from "../testing/feed.ts";
import { UPDATE_LEAD_MS, withEvidence } from "./deployment.ts";
import { countFacts, factsWhere, mergeFacts, type ServiceFacts } from "./facts.ts";

// Properties that the store relies on when it derives a span instead of a whole history (docs/table-design.md).

const derive = deriveBy("a-service");
const many = fc.array(anyFacts, { minLength: 1, maxLength: 4 }).map(mergeFacts);

test("a deployment depends on nothing before its own start, or where it begins beside an end, before its evidence", () => {
  let earlier = 0;
  let needed = 0;
  fc.assert(
    fc.property(many, (facts) => {
      const all = derive(facts);
      for (const { deployment, evidence } of withEvidence(all, facts)) {
        const [, , fromMs = deployment.startedAtMs] = evidence;
        const since = (startMs: number): ServiceFacts => ({
          events: facts.events.filter(({ occurredAtMs }) => occurredAtMs >= startMs),
          statuses: facts.statuses.filter(({ transitionAtMs }) => transitionAtMs >= startMs),
          updates: facts.updates.filter(({ updatedAtMs }) => updatedAtMs >= startMs - UPDATE_LEAD_MS),
        });
        const startedSince = all.filter((one) => one.deployment.startedAtMs >= fromMs);
        expect(derive(since(fromMs))).toEqual(startedSince);
        if (fromMs === deployment.startedAtMs) continue;
        earlier += 1;
        const [alone] = derive(since(deployment.startedAtMs));
        if (alone?.deployment.outcome !== deployment.outcome) needed += 1;
      }
    }),
    { numRuns: 1_000 },
  );
  expect(earlier).toBeGreaterThan(needed);
  expect(needed).toBeGreaterThan(0);
});

test("a deployment depends on nothing after the millisecond in which the next one starts", () => {
  fc.assert(
    fc.property(many, (facts) => {
      const all = derive(facts);
      for (const { deployment } of all) {
        const { startedAtMs } = deployment;
        const before: ServiceFacts = {
          ...factsWhere(facts, (atMs) => atMs <= startedAtMs),
          updates: facts.updates.filter(({ updatedAtMs }) => updatedAtMs < startedAtMs + UPDATE_LEAD_MS),
        };
        const closed = (list: ReturnType<typeof derive>) =>
          list.filter((one) => one.deployment.startedAtMs < startedAtMs);
        expect(closed(derive(before))).toEqual(closed(all));
      }
    }),
    { numRuns: 1_000 },
  );
});

test("more facts take no deployment away", () => {
  fc.assert(
    fc.property(many, anyFacts, (facts, more) => {
      const ids = new Set(derive(mergeFacts([facts, more])).map(({ deployment }) => deployment.id));
      expect(derive(facts).every(({ deployment }) => ids.has(deployment.id))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("a deployment may return to what it was, but its evidence does not", () => {
  let returned = 0;
  fc.assert(
    fc.property(many, anyFacts, anyFacts, (facts, more, stillMore) => {
      const [first, second, third] = [
        facts,
        mergeFacts([facts, more]),
        mergeFacts([facts, more, stillMore]),
      ].map((all) => new Map(withEvidence(derive(all), all).map((one) => [one.deployment.id, one])));
      for (const [id, { evidence, ...one }] of first ?? []) {
        const middle = second?.get(id);
        const last = third?.get(id);
        if (String(last?.evidence) === String(evidence)) {
          expect(String(middle?.evidence)).toBe(String(evidence));
          expect(middle).toEqual({ ...one, evidence });
        }
        const same = JSON.stringify(last?.deployment) === JSON.stringify(one.deployment);
        if (same && JSON.stringify(middle?.deployment) !== JSON.stringify(one.deployment)) returned += 1;
      }
    }),
    { numRuns: 2_500 },
  );
  expect(returned).toBeGreaterThan(0);
});

test("uniting facts is commutative, associative and idempotent, and loses none", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, anyFacts, (a, b, c) => {
      const all = mergeFacts([a, b, c]);
      expect(mergeFacts([c, mergeFacts([b, a])])).toEqual(all);
      expect(mergeFacts([all, a, all])).toEqual(all);
      expect(countFacts(all)).toBeGreaterThanOrEqual(Math.max(countFacts(a), countFacts(b), countFacts(c)));
    }),
    { numRuns: 500 },
  );
});
