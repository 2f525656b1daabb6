import { describe, expect, test } from "vitest";
import { RecordTooLargeError } from "../table/errors.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { type DayLimits, type DayTarget, planDay } from "./chain.ts";
import { type StoredDeployment, withEvidence } from "./deployment.ts";
import { NO_FACTS, type ServiceFacts } from "./facts.ts";
import { type DayPart, newDayPart } from "./part.ts";

const DAY = "2026-10-06";
const NOON = Date.UTC(2026, 9, 6, 12);

/** A fact takes 1 byte, a deployment as many as it says to have events. */
const limits: DayLimits = {
  maxPartBytes: 30,
  maxItemBytes: 40,
  encode: (part) => ({
    part,
    item: {},
    needsMark: false,
    bytes:
      part.facts.events.length + part.deployments.reduce((sum, one) => sum + one.deployment.eventCount, 0),
  }),
};

const feed = eventFacts(...[0, 1, 2, 3].flatMap((hours) => wholeDeployment(NOON + hours * 3_600_000)));
const [a, b, c, d] = withEvidence(deriveBy("s")(feed), feed).map((one) => sized(one, 10));
if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("four begin");

/** As if a deployment had, or had got, so many events. */
function sized(one: StoredDeployment, eventCount: number): StoredDeployment {
  return { ...one, deployment: { ...one.deployment, eventCount } };
}

const facts = (...offsetsMs: number[]) => eventFacts(...offsetsMs.map((ms) => event(NOON + ms, "whatever")));

function part(number: number, more: Partial<DayPart>): DayPart {
  return { ...newDayPart(DAY, number), revision: 1, ...more };
}

/** The writes, each as its part, revision, number of facts, deployments by their letter, and whether it is sealed. */
function planned(stored: readonly DayPart[], deployments: readonly StoredDeployment[], more: ServiceFacts) {
  const target: DayTarget = { day: DAY, facts: more, deployments };
  const letters = new Map([a, b, c, d].map((one, i) => [one?.deployment.id, "abcd"[i]]));
  return planDay(stored, target, limits).map(({ part: one }) => [
    `${one.part}.${one.revision}`,
    one.facts.events.length,
    one.deployments.map(({ deployment }) => letters.get(deployment.id)).join(""),
    one.sealed,
  ]);
}

test("a day as it should be is not written, one in an old format is", () => {
  const there = part(0, { facts: facts(0), deployments: [a] });
  expect(planned([there], [a], facts(0))).toEqual([]);
  expect(planned([], [], NO_FACTS)).toEqual([]);
  expect(planned([{ ...there, isOutdated: true }], [a], NO_FACTS)).toEqual([["0.2", 1, "a", false]]);
});

test("what is new goes into the open part, deployments by start, up to its limit, and then into the next", () => {
  const there = part(0, { facts: facts(0), deployments: [b, c] });
  expect(planned([there], [a, b, c], NO_FACTS)).toEqual([
    ["0.2", 1, "bc", true],
    ["1.1", 0, "a", false],
  ]);
  const room = part(0, { deployments: [b, c] });
  expect(planned([room], [a, b, c], NO_FACTS)).toEqual([["0.2", 0, "abc", false]]);
  expect(planned([], [a], facts(0, 1))).toEqual([["0.1", 2, "a", false]]);
  // Its writer died after sealing it, before the next one.
  expect(planned([{ ...room, sealed: true }], [b, c], facts(5))).toEqual([["1.1", 1, "", false]]);
});

test("what does not fit into one part is split, facts before deployments, and only the last piece is open", () => {
  expect(planned([], [a, b, c, d], facts(0))).toEqual([
    ["0.1", 1, "", true],
    ["1.1", 0, "ab", true],
    ["2.1", 0, "cd", false],
  ]);
  const tall = sized(a, 30);
  expect(planned([], [tall], facts(0))).toEqual([
    ["0.1", 1, "", true],
    ["1.1", 0, "a", false],
  ]);
});

test("corrections come last, after what is new: nothing depends on them", () => {
  const stored = [part(0, { sealed: true, deployments: [a, b] }), part(1, { deployments: [c] })];
  const corrected = [sized(a, 11), b, sized(c, 12)];
  expect(planned(stored, corrected, NO_FACTS)).toEqual([
    ["0.2", 0, "ab", true],
    ["1.2", 0, "c", false],
  ]);
  expect(planned(stored, corrected, facts(0))).toEqual([
    ["1.2", 1, "c", false],
    ["0.2", 0, "ab", true],
  ]);
  // The last part is sealed as it was, and corrected at the end.
  expect(planned(stored, [...corrected, sized(d, 29)], facts(0))).toEqual([
    ["1.2", 0, "c", true],
    ["2.1", 1, "d", false],
    ["0.2", 0, "ab", true],
    ["1.3", 0, "c", true],
  ]);
});

describe("a corrected deployment that fits its part no more", () => {
  test("leaves it before it enters another, so that it never counts twice", () => {
    const stored = [part(0, { sealed: true, deployments: [a, b, c] }), part(1, { facts: facts(0) })];
    expect(planned(stored, [a, sized(b, 21), c], NO_FACTS)).toEqual([
      ["0.2", 0, "ac", true],
      ["1.2", 1, "b", false],
    ]);
  });

  test("stays where it just fits", () => {
    const stored = [part(0, { sealed: true, deployments: [a, b, c] })];
    expect(planned(stored, [a, sized(b, 20), c], NO_FACTS)).toEqual([["0.2", 0, "abc", true]]);
  });

  test("leaves the last part as that is sealed", () => {
    const stored = [part(0, { deployments: [a, b, c] })];
    expect(planned(stored, [a, sized(b, 21), c], NO_FACTS)).toEqual([
      ["0.2", 0, "abc", true],
      ["0.3", 0, "ac", true],
      ["1.1", 0, "b", false],
    ]);
  });

  test("does not take with it what is gone, and nothing new enters before it has left", () => {
    const stored = [part(0, { sealed: true, deployments: [a, b, c] }), part(1, { deployments: [] })];
    expect(planned(stored, [sized(a, 31), c, d], facts(0))).toEqual([
      ["1.2", 0, "", true],
      ["0.2", 0, "c", true],
      ["2.1", 1, "", true],
      ["3.1", 0, "d", true],
      ["4.1", 0, "a", false],
    ]);
  });
});

test("a record that no item can hold is refused by name", () => {
  const target = { day: DAY, facts: NO_FACTS, deployments: [sized(a, 41)] };
  expect(() => planDay([], target, limits)).toThrow(RecordTooLargeError);
  expect(() => planDay([], target, limits)).toThrow(`${a.deployment.id} takes 41 bytes packed`);
  expect(planned([], [sized(a, 40)], NO_FACTS)).toEqual([["0.1", 0, "a", false]]);
  const heavy: DayLimits = { ...limits, encode: (one) => ({ ...limits.encode(one), bytes: 50 }) };
  expect(() => planDay([], { day: DAY, facts: facts(0), deployments: [] }, heavy)).toThrow(
    `A fact of ${DAY} takes 50 bytes packed`,
  );
});
