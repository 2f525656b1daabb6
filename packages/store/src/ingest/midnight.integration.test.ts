import { describe, expect, test } from "vitest";
import { NO_FACTS } from "../day/facts.ts";
import type { Store } from "../store.ts";
import { ConflictError } from "../table/errors.ts";
import { expectExactRollups } from "../testing/expected.ts";
import { event, eventFacts, wholeDeployment } from "../testing/feed.ts";
import type { Interceptor } from "../testing/requests.ts";
import { tableOfTests } from "../testing/table-of-tests.ts";

// Cases that mutation testing found untested: facts across midnight, error messages, lost races.

const MIDNIGHT = Date.UTC(2026, 9, 6);
const DAY_MS = 86_400_000;
const serviceId = "a-service";

const { open, newService } = tableOfTests("deploy-lens-midnight");

const update = (updatedAtMs: number) => ({ updatedAtMs, result: "success" as const, models: [] });
const configurations = async (store: Store, service: { projectId: string; serviceId: string }) => {
  const { deployments } = await store.listDeployments(service);
  return Promise.all(
    deployments.map(
      async ({ id }) =>
        (await store.readDeployment({ ...service, deploymentId: id }))?.configuration?.updatedAtMs ?? null,
    ),
  );
};

describe("around midnight", () => {
  test("a deployment keeps the update that was noted the day before, whatever is said next", async () => {
    const service = newService();
    const store = open();
    const noted = MIDNIGHT - 30_000;
    await store.ingest({ ...service, facts: { ...NO_FACTS, updates: [update(noted)] } });
    const [begin, ...rest] = wholeDeployment(MIDNIGHT + 10_000);
    await store.ingest({ ...service, facts: eventFacts(begin ?? event(0, "")) });
    expect(await configurations(store, service)).toEqual([noted]);
    for (const one of rest) await store.ingest({ ...service, facts: eventFacts(one) });
    expect(await configurations(store, service)).toEqual([noted]);
  });

  test("a deployment of a day's last seconds keeps the update that was noted the day after", async () => {
    const service = newService();
    const store = open();
    const noted = MIDNIGHT + 20_000;
    const events = wholeDeployment(MIDNIGHT - 10_000);
    await store.ingest({ ...service, facts: eventFacts(...events.slice(0, 2)) });
    await store.ingest({ ...service, facts: { ...NO_FACTS, updates: [update(noted)] } });
    expect(await configurations(store, service)).toEqual([noted]);
    for (const one of events.slice(2)) await store.ingest({ ...service, facts: eventFacts(one) });
    expect(await configurations(store, service)).toEqual([noted]);
  });

  test("a late event takes no configuration from a deployment that another one soon followed", async () => {
    const service = newService();
    const store = open();
    const noted = MIDNIGHT + 25_000;
    const begins = [
      event(MIDNIGHT - 30_000, "start to deploy service"),
      event(MIDNIGHT - 10_000, "The service is being updated."),
    ];
    await store.ingest({ ...service, facts: { ...eventFacts(...begins), updates: [update(noted)] } });
    expect(await configurations(store, service)).toEqual([noted, noted]);
    await store.ingest({ ...service, facts: eventFacts(event(MIDNIGHT - 25_000, "preparing environment")) });
    expect(await configurations(store, service)).toEqual([noted, noted]);
  });

  test("an update that is noted later belongs to each deployment that began within a minute of it", async () => {
    const service = newService();
    const store = open();
    const noted = MIDNIGHT + 3_600_000;
    const begins = [
      event(noted - 55_000, "start to deploy service"),
      event(noted - 10_000, "The service is being updated."),
      event(noted + 55_000, "The service is being updated."),
      event(noted + 65_000, "The service is being updated."),
    ];
    await store.ingest({ ...service, facts: eventFacts(...begins) });
    await store.ingest({ ...service, facts: { ...NO_FACTS, updates: [update(noted)] } });
    expect(await configurations(store, service)).toEqual([null, noted, noted, noted]);
  });

  test("the last millisecond of a day counts to that day, the first of the next to the next", async () => {
    const service = newService();
    const store = open();
    const starts = [MIDNIGHT - 600, MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 600];
    const kinds = ["start to deploy service", "The service is being updated."];
    const begins = starts.map((atMs, i) => event(atMs, kinds[i % 2] ?? ""));
    const last = event(MIDNIGHT + DAY_MS - 1, "something that nobody has ever said");
    await store.ingest({ ...service, facts: eventFacts(...begins, last) });
    const counts = (await store.readRollups(service)).map(({ day, rollup }) => [
      day,
      [...rollup.counts.values()]
        .filter(({ scope }) => scope === "all")
        .reduce((sum, one) => sum + one.deployments, 0),
    ]);
    expect(counts).toEqual([
      ["2026-10-05", 2],
      ["2026-10-06", 2],
    ]);
    expect((await store.readEvents({ ...service, limit: 1 })).events).toEqual([last]);
    await expectExactRollups(store, service);
  });
});

test("an item says when it may go: so many days after its own, and never where none is set", async () => {
  const expiries: (string | undefined)[] = [];
  const watch: Interceptor = ({ operation, input, send }) => {
    const item = input.Item as Record<string, { readonly N?: string; readonly S?: string }> | undefined;
    if (operation === "PutItem" && item?.sk?.S?.startsWith("day#")) expiries.push(item.expiresAt?.N);
    return send();
  };
  const facts = eventFacts(...wholeDeployment(MIDNIGHT + 3_600_000));
  await open(watch, { retentionDays: 30 }).ingest({ ...newService(), facts });
  await open(watch).ingest({ ...newService(), facts });
  expect(expiries).toEqual([`${(MIDNIGHT + 31 * DAY_MS) / 1_000}`, undefined]);
});

test("ingestion and its audit read as of now, head and days alike", async () => {
  const service = newService();
  const reads: unknown[] = [];
  const limits = new Set<unknown>();
  const store = open(({ operation, input, send }) => {
    if (operation === "GetItem" || operation === "Query") reads.push(input.ConsistentRead);
    // A query for the deployment before a time only reads the last few days, not all of them.
    if (input.ScanIndexForward === false) limits.add(input.Limit);
    return send();
  });
  await store.ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT)) });
  await store.ingest({ ...service, facts: eventFacts(event(MIDNIGHT + 500_000, "start to deploy service")) });
  await store.rederive(service);
  await store.readFacts({ ...service, fromMs: MIDNIGHT, toMs: MIDNIGHT + DAY_MS });
  expect(reads.length).toBeGreaterThan(5);
  expect(new Set(reads)).toEqual(new Set([true]));
  expect(limits).toEqual(new Set([4]));
});

test("a head that is given is not read", async () => {
  const service = newService();
  await open().ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT)) });
  const head = await open().readHead(service);
  const operations: string[] = [];
  const watch: Interceptor = ({ operation, send }) => {
    operations.push(operation);
    return send();
  };
  const late = eventFacts(event(MIDNIGHT + 300_000, "start to deploy service"));
  await open(watch).ingest({ ...service, facts: late, head });
  expect(operations).not.toContain("GetItem");
  expect(operations).toContain("PutItem");
});

test("who lost the race for the head reads it again, and does not lose with the one that it was given", async () => {
  const service = newService();
  await open().ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT)) });
  const head = await open().readHead(service);
  await open().ingest({
    ...service,
    facts: eventFacts(event(MIDNIGHT + 300_000, "start to deploy service")),
  });
  const retry = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 1 };
  const late = eventFacts(event(MIDNIGHT + 400_000, "The service is being updated."));
  await open([], { retry }).ingest({ ...service, facts: late, head });
  expect((await open().readHead(service)).latest?.kind).toBe("update");
});

test("a writer that loses every race gets an error with the number of attempts", async () => {
  const service = newService();
  const retry = { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 1 };
  let wins = 0;
  const store = open(
    async ({ operation, input, send }) => {
      const key = (input.Item as Record<string, { readonly S?: string }> | undefined)?.sk?.S;
      if (operation === "PutItem" && key === `service#${serviceId}`) {
        wins += 1;
        const name = `winner ${wins}`;
        await open().ingest({ ...service, state: { name, status: "running", transitionAtMs: null } });
      }
      return send();
    },
    { retry },
  );
  const lost = store.ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT)) });
  await expect(lost).rejects.toThrow(ConflictError);
  await expect(lost).rejects.toMatchObject({ attempts: 2 });
  expect(wins).toBe(2);
});

test("a state that says no time of transition is known, and is no fact", async () => {
  const service = newService();
  const store = open();
  const state = { name: "svc", status: "running", transitionAtMs: null };
  await store.ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT)), state });
  const facts = await store.readFacts({ ...service, fromMs: 0, toMs: MIDNIGHT + DAY_MS });
  expect(facts.statuses).toEqual([]);
  expect((await store.readHead(service)).state).toEqual(state);
  await store.ingest({ ...service, state: { ...state, transitionAtMs: MIDNIGHT + 500_000 } });
  const known = await store.readFacts({ ...service, fromMs: 0, toMs: MIDNIGHT + DAY_MS });
  expect(known.statuses).toEqual([{ status: "running", transitionAtMs: MIDNIGHT + 500_000 }]);
});

test("a configuration that changes is reported as a change of its deployment", async () => {
  const service = newService();
  const store = open();
  await store.ingest({ ...service, facts: eventFacts(...wholeDeployment(MIDNIGHT + 3_600_000)) });
  const updates = [update(MIDNIGHT + 3_600_000 - 500)];
  const { added, changed, removed } = await store.ingest({ ...service, facts: { ...NO_FACTS, updates } });
  expect([added, changed, removed].map((list) => list.length)).toEqual([0, 1, 0]);
});
