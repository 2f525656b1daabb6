import { expect, test } from "vitest";
import type { StoreContext } from "../day/context.ts";
import { type Evidence, type StoredDeployment, withEvidence } from "../day/deployment.ts";
import { mergeFacts, NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import { decodeDayPart, newDayPart } from "../day/part.ts";
import type { TableClient } from "../table/client.ts";
import { StaleReadError } from "../table/retry.ts";
import { deriveBy, event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";

const service = { projectId: "demo", serviceId: "s" };
const DAY_MS = 86_400_000;
const MIDNIGHT = Date.UTC(2026, 9, 6);
const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
const update = (updatedAtMs: number) => ({ updatedAtMs, result: "success" as const, models: [] });

/** A table that says what was put, in order: of a part its day, its facts' times after midnight, and its deployments. */
function recording({ isMarked = true } = {}): { context: StoreContext; puts: unknown[] } {
  const puts: unknown[] = [];
  const table: Partial<TableClient> = {
    put: async (item) => {
      const { day, facts, deployments } = decodeDayPart(item);
      const times = [
        ...facts.events.map((one) => one.occurredAtMs),
        ...facts.updates.map((one) => one.updatedAtMs),
      ];
      puts.push([day.slice(8), times.map((atMs) => atMs - MIDNIGHT), deployments.length]);
      return true;
    },
    putLatest: async () => isMarked,
  };
  // Writing asks nothing else of it.
  const context = {
    table,
    maxPartBytes: 1e6,
    maxItemBytes: 1e6,
    retentionDays: null,
  } as unknown as StoreContext;
  return { context, puts };
}

function derived(facts: ServiceFacts): readonly StoredDeployment[] {
  return withEvidence(deriveBy("s")(facts), facts);
}

async function putsOf(work: Partial<Reconciliation>): Promise<unknown[]> {
  const { context, puts } = recording();
  await reconcile(context, { service, ...always, days: [], facts: NO_FACTS, derived: [], ...work });
  return puts;
}

test("an update is stored beforehand only where a later day may depend on it", async () => {
  const begins = (...offsetsMs: number[]) =>
    eventFacts(...offsetsMs.map((ms) => event(MIDNIGHT + ms, "The service is being updated.")));
  const work = (facts: ServiceFacts) => ({ facts, derived: derived(facts) });
  const [sameDay, before] = [5_000, -5_000].map((ms) => ({ ...NO_FACTS, updates: [update(MIDNIGHT + ms)] }));
  expect(await putsOf(work(mergeFacts([begins(9_000), sameDay ?? NO_FACTS])))).toEqual([
    ["06", [9_000, 5_000], 1],
  ]);
  // Of two that begin after midnight, one may depend on it.
  expect(await putsOf(work(mergeFacts([begins(9_000, 700_000), before ?? NO_FACTS])))).toEqual([
    ["05", [-5_000], 0],
    ["06", [9_000, 700_000], 2],
  ]);
});

test("facts of days before a deployment that depends on them are stored before its own, and no others", async () => {
  const facts = eventFacts(
    ...[-3, -2, -1, 0].map((day) =>
      event(MIDNIGHT + day * DAY_MS + 5, "something that nobody has ever said"),
    ),
    ...wholeDeployment(MIDNIGHT + 60_000),
  );
  const [one] = derived(facts);
  if (one === undefined) throw new Error("the feed has no deployment");
  // As if it began beside the end of one that began the day before yesterday.
  const evidence: Evidence = [null, one.evidence[1], MIDNIGHT - 2 * DAY_MS];
  const days = (await putsOf({ facts, derived: [{ ...one, evidence }] })).map((put) => JSON.stringify(put));
  expect(days.slice(0, 2).toSorted()).toEqual([
    JSON.stringify(["04", [5 - 2 * DAY_MS], 0]),
    JSON.stringify(["05", [5 - DAY_MS], 0]),
  ]);
  expect(days.slice(2).map((day) => day.slice(0, 5))).toEqual(['["06"', '["03"']);
});

test("a deployment of the span that is derived no more is taken out and reported, one beside it stays", async () => {
  const facts = eventFacts(...wholeDeployment(MIDNIGHT + 60_000), ...wholeDeployment(MIDNIGHT + 3_600_000));
  const deployments = derived(facts);
  const part = { ...newDayPart("2026-10-06", 0), revision: 1, facts, deployments };
  const { context, puts } = recording();
  const toMs = MIDNIGHT + 3_600_000;
  const work = { service, fromMs: MIDNIGHT, toMs, days: [{ day: part.day, parts: [part] }] };
  const changes = await reconcile(context, { ...work, facts: NO_FACTS, derived: [] });
  expect(changes).toEqual({ writes: 1, added: [], changed: [], removed: deployments.slice(0, 1) });
  expect(puts).toMatchObject([["06", expect.any(Array), 1]]);
});

test("nothing is written over a day that grew while it was read, nor over a part that another writer marked", async () => {
  const part = (number: number) => ({ ...newDayPart("2026-10-06", number), revision: 1 });
  const facts = eventFacts(...wholeDeployment(MIDNIGHT));
  const torn = recording();
  const work = { service, ...always, facts, derived: derived(facts) };
  const grew = reconcile(torn.context, { ...work, days: [{ day: "2026-10-06", parts: [part(0), part(1)] }] });
  await expect(grew).rejects.toThrow(StaleReadError);
  const late = recording({ isMarked: false });
  const overtaken = reconcile(late.context, { ...work, days: [] });
  await expect(overtaken).rejects.toThrow("A later revision of part 0 of 2026-10-06 is marked");
  expect([...torn.puts, ...late.puts]).toEqual([]);
});
