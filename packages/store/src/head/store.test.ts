import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { describe, expect, test } from "vitest";
import { UPDATE_LEAD_MS, withEvidence } from "../day/deployment.ts";
import { NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { encodeDayPart, newDayPart } from "../day/part.ts";
import type { ServiceSpan } from "../day/span.ts";
import type { Item } from "../table/attributes.ts";
import type { RangeQuery, TableClient } from "../table/client.ts";
import { StaleReadError } from "../table/retry.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { encodeHead, newServiceHead, type ServiceHead, summarizeDeployment } from "./index.ts";
import { advanceHead, moveHead, readHead, type Seen, unknownFacts } from "./store.ts";

const service = { projectId: "demo", serviceId: "a-service" };
const HOUR = 3_600_000;
const FIRST = Date.UTC(2026, 9, 6, 1);
const facts = eventFacts(...[0, 1, 2, 3, 4].flatMap((hours) => wholeDeployment(FIRST + hours * HOUR)));
const deployments = withEvidence(deriveBy("a-service")(facts), facts);
const starts = deployments.map(({ deployment }) => deployment.startedAtMs);
const [, second, third] = deployments;
if (second === undefined || third === undefined) throw new Error("the feed has no third deployment");

const NONE = Number.POSITIVE_INFINITY;
const span = (more: Partial<ServiceSpan> = {}): ServiceSpan => ({
  ...{ fromMs: FIRST, toMs: NONE, fromPrelude: false, days: [], events: [] },
  ...{ facts, derived: deployments },
  ...more,
});
const empty = newServiceHead("a-service");
/** As the third deployment left it. */
const head: ServiceHead = {
  ...empty,
  revision: 3,
  latest: summarizeDeployment(third.deployment),
  latestEvidence: third.evidence,
  recentStartsMs: starts.slice(0, 3).reverse(),
  newestEventAtMs: FIRST + 2 * HOUR + 80_000,
};
const advanced = (more: Partial<Seen>, before = head) =>
  advanceHead(before, { span: null, state: null, seen: NO_FACTS, ...more });

const update = (updatedAtMs: number, result: UpdateLogEntry["result"] = "success") => ({
  updatedAtMs,
  result,
  models: [],
});
const seeing = (...updates: UpdateLogEntry[]): ServiceFacts => ({ ...NO_FACTS, updates });

describe("what a head knows", () => {
  const { knownUpdates } = advanced({
    span: span(),
    seen: seeing(update(1), update(2), update(3, "running")),
  });
  const news = (...updates: UpdateLogEntry[]) =>
    unknownFacts({ ...head, knownUpdates }, seeing(...updates)).updates.map(({ updatedAtMs }) => updatedAtMs);

  test("of updates is those that had ended when they were last seen, all together", () => {
    expect(knownUpdates?.throughMs).toBe(2);
    expect(news(update(1), update(2))).toEqual([]);
    expect(news(update(1), update(2), update(3), update(4))).toEqual([3, 4]);
    expect(news(update(1, "running"), update(1), update(2))).toEqual([1]);
    // One is gone, or is told otherwise.
    expect(news(update(2))).toEqual([2]);
    expect(news(update(9))).toEqual([9]);
    const three = seeing(update(1), update(2), update(5));
    expect(advanced({ span: span(), seen: three }).knownUpdates?.throughMs).toBe(5);
    expect(news(update(1), update(2, "failure"))).toEqual([1, 2]);
    expect(
      advanced({ span: span(), seen: seeing(update(9, "running")) }, { ...head, knownUpdates }).knownUpdates,
    ).toBe(knownUpdates);
  });

  test.each([
    ["another status at the same time", "failed", 5, true],
    ["the same status at another time", "running", 6, true],
    ["the same status and time", "running", 5, false],
  ])("of the status is one transition: %s", (_, status, transitionAtMs, isNews) => {
    const state = { name: "svc", status: "running", transitionAtMs: 5 };
    const { statuses } = unknownFacts(
      { ...head, state },
      { ...NO_FACTS, statuses: [{ status, transitionAtMs }] },
    );
    expect(statuses.length).toBe(isNews ? 1 : 0);
    expect(unknownFacts(head, { ...NO_FACTS, statuses: [{ status, transitionAtMs }] }).statuses.length).toBe(
      1,
    );
  });
});

describe("a head", () => {
  const state = (status: string, transitionAtMs: number | null) => ({ name: "svc", status, transitionAtMs });

  test.each([
    ["the first that there is", null, state("running", 5), "running"],
    ["the known one when none was seen", state("failed", 5), null, "failed"],
    ["a later one", state("failed", 5), state("running", 6), "running"],
    ["what was seen last of the same time", state("failed", 5), state("running", 5), "running"],
    ["not an older one", state("failed", 5), state("running", 4), "failed"],
    ["one whose time is not known", state("failed", 5), state("running", null), "running"],
    ["a time after none", state("failed", null), state("running", 5), "running"],
    ["none after none", state("failed", null), state("running", null), "running"],
  ])("takes the state: %s", (_, known, seen, status) => {
    expect(advanced({ state: seen }, { ...head, state: known }).state?.status).toBe(status);
  });

  test("keeps what is owed until that is said to be paid", () => {
    const owed = { sinceMs: 7, fromMs: null, cause: "upstream" as const, error: "503" };
    expect(advanced({}, { ...head, owed }).owed).toBe(owed);
    expect(advanced({ owed: null }, { ...head, owed }).owed).toBeNull();
  });

  test.each([
    ["nothing said of them", undefined, [2, null]],
    ["part of the way", { by: 3, throughMs: 9 }, [2, { by: 3, throughMs: 9 }]],
    ["all of it", { by: 3, throughMs: NONE }, [3, null]],
    ["those that it has already", { by: 2, throughMs: 9 }, [2, null]],
    ["older ones", { by: 1, throughMs: NONE }, [2, null]],
  ])("is derived by newer rules: %s", (_, rederived, expected) => {
    const after = advanced({ rederived }, { ...head, derivedBy: 2 });
    expect([after.derivedBy, after.rederived]).toEqual(expected);
  });

  test("without a span keeps all else", () => {
    expect(advanced({})).toEqual(head);
  });

  test("has the last deployment of a span that reaches the end", () => {
    expect(advanced({ span: span() }).latest?.startedAtMs).toBe(starts.at(-1));
    expect(advanced({ span: span() }).latestEvidence).toEqual(deployments.at(-1)?.evidence);
    expect(advanced({ span: span({ toMs: starts[1] ?? 0, derived: deployments.slice(0, 1) }) }).latest).toBe(
      head.latest,
    );
  });

  test("loses its last deployment when that is derived no more, but not one before the span", () => {
    const without = (fromMs: number, before = head) =>
      advanced({ span: span({ fromMs, derived: [] }) }, before);
    const startedMs = third.deployment.startedAtMs;
    expect(without(startedMs)).toMatchObject({ latest: null, latestEvidence: null });
    expect(without(startedMs + 1)).toMatchObject({
      latest: head.latest,
      latestEvidence: head.latestEvidence,
    });
    expect(without(startedMs + 1, empty).latest).toBeNull();
  });

  test("knows the last four starts, those of the span as they are derived now", () => {
    const startsAfter = (fromMs: number, toMs: number, ...indexes: number[]) =>
      advanced({
        span: span({ fromMs, toMs, derived: deployments.filter((_, i) => indexes.includes(i)) }),
      }).recentStartsMs.map((startMs) => (startMs - FIRST) / HOUR);
    expect(startsAfter(FIRST, NONE, 0, 1, 2, 3, 4)).toEqual([4, 3, 2, 1]);
    expect(startsAfter(FIRST + HOUR, FIRST + 2 * HOUR)).toEqual([2, 0]);
    expect(startsAfter(FIRST + HOUR, FIRST + 2 * HOUR + 1, 1)).toEqual([1, 0]);
    expect(startsAfter(FIRST + 2 * HOUR, NONE, 2, 3)).toEqual([3, 2, 1, 0]);
  });

  test("knows the newest event, which late ones do not take back", () => {
    const newest = (events: ServiceFacts, before = head) =>
      advanced({ span: span({ facts: events }) }, before);
    expect(newest(facts).newestEventAtMs).toBe(facts.events.at(-1)?.occurredAtMs);
    expect(newest(eventFacts(event(5, "late"))).newestEventAtMs).toBe(head.newestEventAtMs);
    expect(newest(NO_FACTS).newestEventAtMs).toBe(head.newestEventAtMs);
    expect(newest(NO_FACTS, empty).newestEventAtMs).toBeNull();
    expect(newest(eventFacts(event(5, "first")), empty).newestEventAtMs).toBe(5);
  });

  test("has a prelude up to the first deployment, with a fingerprint of what was seen before it", () => {
    const known = { ...head, prelude: { endsAtMs: 5, fingerprint: "known" } };
    const prelude = (more: Partial<ServiceSpan>, seen = NO_FACTS) =>
      advanced({ span: span({ fromPrelude: true, ...more }), seen }, known).prelude;
    expect(prelude({ fromPrelude: false })).toBe(known.prelude);
    expect(prelude({})).toEqual({ endsAtMs: FIRST, fingerprint: "known" });
    expect(prelude({ derived: [] })).toEqual({ endsAtMs: null, fingerprint: "known" });
    expect(prelude({ derived: [], toMs: 77 })).toEqual({ endsAtMs: 77, fingerprint: "known" });
    const [before, after] = [-1, 0].map((ms) => eventFacts(event(FIRST + UPDATE_LEAD_MS + ms, "early")));
    expect(prelude({}, after).fingerprint).toBe("known");
    expect(prelude({}, before).fingerprint).not.toBe("known");
    expect(prelude({ derived: [] }, after).fingerprint).not.toBe("known");
  });
});

describe("a head that is moved", () => {
  function table({ isFirst = true, parts = [] as Item[] } = {}) {
    const puts: Item[] = [];
    const queries: RangeQuery[] = [];
    const client: Partial<TableClient> = {
      get: async () => null,
      put: async (item) => (isFirst ? puts.push(item) > 0 : false),
      query: async function* (range) {
        queries.push(range);
        yield parts;
      },
    };
    // Moving a head asks nothing else of it.
    return { client: client as TableClient, puts, queries };
  }

  test("is written once with the next revision, and not at all where nothing changes", async () => {
    const { client, puts, queries } = table();
    expect(await readHead(client, service)).toEqual(empty);
    expect(await readHead({ ...client, get: async () => encodeHead(service, head) }, service)).toEqual(head);
    const same = await moveHead(client, service, head, { span: null, state: null, seen: NO_FACTS });
    expect(same).toBe(head);
    expect(puts).toEqual([]);
    const moved = await moveHead(client, service, head, { span: span(), state: null, seen: NO_FACTS });
    expect(moved.revision).toBe(4);
    expect(puts).toEqual([encodeHead(service, moved)]);
    await moveHead(client, service, empty, { span: span({ derived: [] }), state: null, seen: NO_FACTS });
    expect(queries).toEqual([]);
  });

  test("is not written over another writer's", async () => {
    const { client } = table({ isFirst: false });
    const moving = moveHead(client, service, head, { span: span(), state: null, seen: NO_FACTS });
    await expect(moving).rejects.toThrow(StaleReadError);
    await expect(moving).rejects.toThrow("Another writer changed the service's head");
  });

  test("has the deployment before the span when its latest is gone", async () => {
    const part = { ...newDayPart("2026-10-06", 0), revision: 1, deployments: deployments.slice(0, 3) };
    const { client, queries } = table({ parts: [encodeDayPart(service, part, null).item] });
    const gone = span({ fromMs: third.deployment.startedAtMs, derived: [] });
    const moved = await moveHead(client, service, head, { span: gone, state: null, seen: NO_FACTS });
    expect(moved.latest).toEqual(summarizeDeployment(second.deployment));
    expect(moved.latestEvidence).toEqual(second.evidence);
    expect(queries.length).toBe(1);
    const none = table();
    const nothing = await moveHead(none.client, service, head, { span: gone, state: null, seen: NO_FACTS });
    expect(nothing).toMatchObject({ latest: null, latestEvidence: null });
  });
});
