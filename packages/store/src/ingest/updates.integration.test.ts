import { expect, test } from "vitest";
import { NO_FACTS } from "../day/facts.ts";
import type { Store } from "../store.ts";
import type { ServiceRef } from "../table/keys.ts";
import { event, eventFacts } from "../testing/feed.ts";
import type { Interceptor } from "../testing/requests.ts";
import { tableOfTests } from "../testing/table-of-tests.ts";

// Update logs are read once it is known what was derived: they say the same as if they had come with the other facts.

const START_MS = Date.UTC(2026, 9, 6, 12);

const { open, newService } = tableOfTests("deploy-lens-updates");

/** The operations of a store's requests. */
function counting(operations: string[]): Interceptor {
  return ({ operation, send }) => {
    operations.push(operation);
    return send();
  };
}

const update = (updatedAtMs: number) => ({ updatedAtMs, result: "success" as const, models: [] });

/** Deployments that began so long after the first, in s. */
async function service(store: Store, ...starts: number[]): Promise<ServiceRef> {
  const ref = newService();
  const begins = starts.map((s) => event(START_MS + s * 1_000, "The service is being updated."));
  await store.ingest({ ...ref, facts: eventFacts(...begins) });
  return ref;
}

async function stored(store: Store, ref: ServiceRef) {
  const { deployments } = await store.listDeployments(ref);
  const whole = deployments.map(({ id }) => store.readDeployment({ ...ref, deploymentId: id }));
  const { updates } = await store.readFacts({ ...ref, fromMs: 0, toMs: START_MS + 86_400_000 });
  return [updates, (await Promise.all(whole)).map((one) => one?.configuration?.updatedAtMs ?? null)];
}

/** An event of the deployment that began 100 s after the first, and an update log that is read thereupon. */
const late = eventFacts(event(START_MS + 110_000, "preparing environment"));

const EDGES = [-60, 40, 90, 110, 160, 210, 340].flatMap((s) => [s - 0.001, s, s + 0.001]);

test.each(EDGES)(
  "an update %d s after the first of five begins belongs to those within a minute",
  async (s) => {
    const store = open();
    const starts = [0, 50, 100, 150, 400];
    const updates = [update(START_MS + s * 1_000)];
    const meanwhile = await service(store, ...starts);
    await store.ingest({ ...meanwhile, facts: late, readUpdates: async () => updates });
    const known = await service(store, ...starts);
    await store.ingest({ ...known, facts: { ...late, updates } });
    const found = await stored(store, meanwhile);
    expect(found).toEqual(await stored(store, known));
    const near = starts.map((start) => (Math.abs(start - s) <= 60 ? updates[0]?.updatedAtMs : null));
    expect(found).toEqual([updates, near.reverse()]);
  },
);

test("an update before the first deployment that there is belongs to that", async () => {
  const store = open();
  const ref = await service(store, 0);
  const facts = eventFacts(event(START_MS + 5_000, "preparing environment"));
  await store.ingest({ ...ref, facts, readUpdates: async () => [update(START_MS - 60_000)] });
  expect(await stored(store, ref)).toEqual([[update(START_MS - 60_000)], [START_MS - 60_000]]);
});

test("an update of the deployments that were derived costs no other read, one of another costs some", async () => {
  const costOf = async (s: number | null) => {
    const operations: string[] = [];
    const ref = await service(open(), 0, 500, 1_000);
    const readUpdates = async () => (s === null ? [] : [update(START_MS + s * 1_000)]);
    const facts = eventFacts(event(START_MS + 510_000, "preparing environment"));
    await open(counting(operations)).ingest({ ...ref, facts, readUpdates });
    return operations.filter((operation) => operation !== "PutItem").length;
  };
  const least = await costOf(null);
  expect([await costOf(500), await costOf(560)]).toEqual([least, least]);
  expect(await costOf(0)).toBeGreaterThan(least);
});

test("nor does an update of a service's first deployment", async () => {
  const costOf = async (...updates: ReturnType<typeof update>[]) => {
    const operations: string[] = [];
    const facts = eventFacts(event(START_MS, "start to deploy service"));
    const ref = newService();
    await open(counting(operations)).ingest({ ...ref, facts, readUpdates: async () => updates });
    return operations.filter((operation) => operation !== "PutItem").length;
  };
  expect(await costOf(update(START_MS - 1_000))).toBe(await costOf());
});

test("update logs are asked for once, with what was derived and the head from before, and not without events", async () => {
  const store = open();
  const ref = await service(store, 0);
  const asked: unknown[] = [];
  const readUpdates: Parameters<Store["ingest"]>[0]["readUpdates"] = async (derived, head) => {
    asked.push([derived.map(({ deployment }) => deployment.startedAtMs), head.newestEventAtMs]);
    return [];
  };
  const facts = eventFacts(event(START_MS + 5_000, "preparing environment"));
  await store.ingest({ ...ref, facts, readUpdates });
  expect(asked).toEqual([[[START_MS], START_MS]]);
  await store.ingest({ ...newService(), facts: NO_FACTS, readUpdates });
  expect(asked).toHaveLength(1);
});

test("the news of an ingest are its events that are newer than any before", async () => {
  const store = open();
  const ref = newService();
  const [begin, later] = [event(START_MS, "The service is being updated."), event(START_MS + 9, "whatever")];
  const newsOf = async (...events: (typeof begin)[]) => {
    const { news } = await store.ingest({ ...ref, facts: eventFacts(...events) });
    return news.map((one) => one.event.occurredAtMs - START_MS);
  };
  expect(await newsOf(begin)).toEqual([0]);
  expect(await newsOf(begin)).toEqual([]);
  expect(await newsOf(event(START_MS + 5, "preparing environment"), later, begin)).toEqual([5, 9]);
  expect(await newsOf(event(START_MS + 7, "too late"))).toEqual([]);
});
