import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { expect, test } from "vitest";
import { event, eventFacts } from "../testing/feed.ts";
import { daysBefore, type Evidence } from "./deployment.ts";
import { factsBeyond, factsWhere, factTimes, mergeFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import { pack, unpackFacts } from "./packed.ts";

const update = (updatedAtMs: number, result: UpdateLogEntry["result"]): UpdateLogEntry => ({
  updatedAtMs,
  result,
  models: [],
});
const facts: ServiceFacts = {
  ...eventFacts(event(1, "a"), event(2, "b")),
  statuses: [{ status: "running", transitionAtMs: 3 }],
  updates: [update(4, "success")],
};

test("each fact has a time, by which it is selected", () => {
  expect(factTimes(facts)).toEqual([1, 2, 3, 4]);
  expect(factTimes(factsWhere(facts, (atMs) => atMs % 2 === 0))).toEqual([2, 4]);
});

test("of two looks at one update the one with a result is kept, whichever came first, and it alone is news", () => {
  const looks = (["unknown", "running", "success"] as const).map((result) => ({
    ...NO_FACTS,
    updates: [update(4, result)],
  }));
  for (const [i, earlier] of looks.entries()) {
    for (const later of looks.slice(i + 1)) {
      expect(mergeFacts([earlier, later])).toEqual(later);
      expect(mergeFacts([later, earlier])).toEqual(later);
      expect(factsBeyond(earlier, later)).toEqual(later);
      expect(factsBeyond(later, earlier)).toEqual(NO_FACTS);
    }
  }
});

test("packed facts that refer to a text that is not there are refused", () => {
  const texts = [["normal", "a"]];
  expect(unpackFacts(pack([texts, [7, 0], [], []])).events).toEqual([event(7, "a")]);
  expect(() => unpackFacts(pack([texts, [7, 0, 1, 1], [], []]))).toThrow("event 1 refers to a text");
});

test("a deployment that counts facts of earlier days depends on these days", () => {
  const startedAtMs = Date.UTC(2026, 9, 6, 0, 0, 5);
  const daysOf = (...evidence: Evidence) =>
    daysBefore([{ deployment: { startedAtMs }, evidence } as unknown as Parameters<typeof daysBefore>[0][0]]);
  expect(daysOf(null, 3)).toEqual([]);
  expect(daysOf(null, 3, startedAtMs - 5_000)).toEqual([]);
  expect(daysOf(null, 3, startedAtMs - 5_001)).toEqual([{ fromDay: "2026-10-05", beforeDay: "2026-10-06" }]);
});
