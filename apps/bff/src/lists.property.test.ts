import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { attemptEvents } from "./testing/attempts.ts";
import { PROJECT, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";

// Contract, section 5: lists are complete. With any page size, following `nextCursor` to the end gives each item once.

const HOUR_MS = 3_600_000;
const STARTS = 60;
const SERVICE = "11111111-2222-4333-8444-555555555555";
const OTHER = "22222222-2222-4333-8444-555555555555";
const PREFIX = `/api/v1/projects/${PROJECT}`;
const MODELS = ["mnist 1.0.0", "resnet 2.0.0"];

const Model = z.object({ name: z.string(), version: z.string() });
const modelText = ({ name, version }: z.infer<typeof Model>) => `${name} ${version}`;

/** The fields of an item that this test reads, in any list. */
interface Item {
  readonly key: string;
  readonly atMs: number;
  /** The key of the list's word filter: outcome, event type or status. */
  readonly word: string;
  readonly models: readonly string[];
}

/** Every list route: how to parse its answer, and the words of its filter. */
const deployments = {
  hasTimes: true,
  words: { outcome: ["success", "failure", "superseded", "open"] },
  items: z
    .object({
      deployments: z.array(
        z.object({
          serviceId: z.string(),
          startedAt: z.string(),
          kind: z.string(),
          outcome: z.string().nullable(),
          models: z.array(Model),
        }),
      ),
    })
    .transform(({ deployments: list }) =>
      list.map(
        ({ serviceId, startedAt, kind, outcome, models }): Item => ({
          key: `${startedAt} ${serviceId} ${kind}`,
          atMs: Date.parse(startedAt),
          word: outcome ?? "open",
          models: models.map(modelText),
        }),
      ),
    ),
};

const LISTS = {
  listDeployments: { path: `${PREFIX}/services/${SERVICE}/deployments`, ...deployments },
  listProjectDeployments: { path: `${PREFIX}/deployments`, ...deployments },
  listEvents: {
    path: `${PREFIX}/services/${SERVICE}/events`,
    hasTimes: true,
    words: { type: ["normal", "abnormal"] },
    items: z
      .object({
        events: z.array(
          z.object({
            occurredAt: z.string(),
            message: z.string(),
            severity: z.string(),
            model: Model.nullable(),
          }),
        ),
      })
      .transform(({ events }) =>
        events.map(
          ({ occurredAt, message, severity, model }): Item => ({
            key: `${occurredAt} ${message}`,
            atMs: Date.parse(occurredAt),
            word: severity,
            models: model === null ? [] : [modelText(model)],
          }),
        ),
      ),
  },
  listServices: {
    path: `${PREFIX}/services`,
    hasTimes: false,
    words: { status: ["running", "failed", "stopped"] },
    items: z
      .object({ services: z.array(z.object({ name: z.string(), status: z.string() })) })
      .transform(({ services }) =>
        services.map(({ name, status }): Item => ({ key: name, atMs: 0, word: status, models: [] })),
      ),
  },
};

type ListId = keyof typeof LISTS;

interface World {
  readonly stack: TestStack;
  readonly table: TestTable;
  /** The keys of all existing items, as this test created them. */
  readonly keys: Readonly<Record<ListId, readonly string[]>>;
}

const SIMULTANEOUS = [
  ["deploy", "start to deploy service"],
  ["update", "The service is being updated."],
  ["start", "The service is being started."],
] as const;

/**
 * Sixty deployments, an hour apart; at every fifth, two or three start in one millisecond. The platform remembers only
 * the last day; the table has everything except the open deployment.
 */
async function makeWorld(open: boolean): Promise<World> {
  const nowMs = Date.now();
  const events: ServiceEvent[] = [];
  const started: { readonly atMs: number; readonly kind: string }[] = [];
  for (let index = 0; index < STARTS; index += 1) {
    const startedAtMs = nowMs - (STARTS - index) * HOUR_MS;
    const begins = SIMULTANEOUS.slice(0, index % 5 === 0 ? 2 + (index % 2) : 1);
    for (const [kind, message] of begins) {
      started.push({ atMs: startedAtMs, kind });
      events.push({ occurredAtMs: startedAtMs, severity: "normal", message });
    }
    const closes = index % 7 === 3 ? "failure" : "success";
    const ends = open && index === STARTS - 1 ? "never" : closes;
    events.push(
      ...attemptEvents({ startedAtMs, ends, ...(index % 3 === 0 && { model: "resnet 2.0.0" }) }).slice(1),
    );
  }
  const lastStartMs = nowMs - HOUR_MS;
  const table = await startTable();
  const stack = await startStack({ app: { archive: async () => table.store } });
  await table.keep(
    { projectId: PROJECT, serviceId: SERVICE },
    { events: events.filter(({ occurredAtMs }) => !open || occurredAtMs < lastStartMs) },
    { name: "service 0", status: "running", transitionAtMs: null },
  );
  // Another service has the same deployments.
  await table.keep(
    { projectId: PROJECT, serviceId: OTHER },
    { events: events.filter(({ occurredAtMs }) => occurredAtMs < lastStartMs) },
    { name: "other", status: "running", transitionAtMs: null },
  );
  stack.simulator.removeService(PROJECT, "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e");
  stack.simulator.addService({
    id: SERVICE,
    name: "service 0",
    events: events.filter(({ occurredAtMs }) => occurredAtMs > nowMs - 24 * HOUR_MS),
  });
  const services = ["service 0"];
  for (let index = 1; index < 70; index += 1) {
    const name = `service ${index}`;
    services.push(name);
    stack.simulator.addService({
      id: `service-${index}`,
      name,
      // Many changed in the same millisecond.
      transitions: [
        {
          atMs: nowMs - (index % 4) * HOUR_MS,
          status: (["running", "failed", "stopped"] as const)[index % 3] ?? "running",
        },
      ],
    });
  }
  const keyOf = (serviceId: string, { atMs, kind }: (typeof started)[number]) =>
    `${new Date(atMs).toISOString()} ${serviceId} ${kind}`;
  const keys = {
    listDeployments: started.map((one) => keyOf(SERVICE, one)),
    // The table has not seen the open one.
    listProjectDeployments: started
      .filter(({ atMs }) => !open || atMs < lastStartMs)
      .map((one) => keyOf(SERVICE, one))
      .concat(started.filter(({ atMs }) => atMs < lastStartMs).map((one) => keyOf(OTHER, one))),
    listEvents: events.map(
      ({ occurredAtMs, message }) => `${new Date(occurredAtMs).toISOString()} ${message}`,
    ),
    listServices: services,
  };
  return { stack, table, keys };
}

const Paged = z.object({ page: z.object({ nextCursor: z.string().nullable() }) });

/** Follows a list's cursor to the end. */
async function readToEnd({ stack }: World, id: ListId, query: string, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = "";
  for (;;) {
    const target = `${LISTS[id].path}?limit=${limit}${query}${cursor}`;
    const answer = await stack.app.request(target);
    const body: unknown = await answer.json();
    expect([target, answer.status]).toEqual([target, 200]);
    const page = LISTS[id].items.parse(body);
    expect(page.length).toBeLessThanOrEqual(limit);
    items.push(...page);
    const { nextCursor } = Paged.parse(body).page;
    if (nextCursor === null) return items;
    // An empty page with a cursor would make this loop endless.
    expect(page.length).toBeGreaterThan(0);
    cursor = `&cursor=${nextCursor}`;
  }
}

/** Filters of a list and the items they select. */
function filtersOf(id: ListId, nowMs: number) {
  const { hasTimes, words } = LISTS[id];
  const [[name, vocabulary] = ["", []]] = Object.entries(words);
  const byWord = fc.subarray(vocabulary, { minLength: 1 }).map((chosen) => ({
    query: `&${name}=${chosen.join(",")}`,
    passes: ({ word }: Item) => chosen.includes(word),
  }));
  if (!hasTimes) return fc.array(byWord, { maxLength: 1 });
  const hoursAgo = fc.integer({ min: 0, max: STARTS }).map((hours) => nowMs - hours * HOUR_MS);
  const from = hoursAgo.map((ms) => ({
    query: `&from=${ms - HOUR_MS}`,
    passes: ({ atMs }: Item) => atMs >= ms - HOUR_MS,
  }));
  const model = fc.constantFrom(...MODELS).map((text) => ({
    query: `&model=${encodeURIComponent(text)}`,
    passes: ({ models }: Item) => models.includes(text),
  }));
  return fc
    .tuple(...[byWord, from, model].map((one) => fc.option(one, { nil: null })))
    .map((chosen) => chosen.filter((one) => one !== null));
}

test("this holds every list route that there is, but findings, which have a test of their own", () => {
  const paged = API_ROUTES.filter((route) => "query" in route && "cursor" in route.query.shape);
  const others = ["listFindings", "listServiceFindings"];
  expect([...Object.keys(LISTS), ...others].sort()).toEqual(paged.map(({ id }) => id).sort());
});

describe.each([
  ["with an open deployment", true],
  ["without one", false],
])("%s", (_, open) => {
  let world: World;
  let whole: Readonly<Record<ListId, readonly Item[]>>;

  beforeAll(async () => {
    world = await makeWorld(open);
    whole = {
      listDeployments: await readToEnd(world, "listDeployments", "", 200),
      listProjectDeployments: await readToEnd(world, "listProjectDeployments", "", 200),
      listEvents: await readToEnd(world, "listEvents", "", 1_000),
      listServices: await readToEnd(world, "listServices", "", 1_000),
    };
  });

  afterAll(async () => {
    await world.stack.close();
    await world.table.close();
  });

  test.each(Object.keys(LISTS) as ListId[])("%s gives each item once", async (id) => {
    expect(whole[id].map(({ key }) => key).sort()).toEqual(world.keys[id].toSorted());
    await fc.assert(
      fc.asyncProperty(
        filtersOf(id, Date.now()),
        fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 12 })),
        async (filters, limit) => {
          const query = filters.map((filter) => filter.query).join("");
          const expected = whole[id].filter((item) => filters.every(({ passes }) => passes(item)));
          const found = await readToEnd(world, id, query, limit);
          expect(found.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
        },
      ),
      { numRuns: 15 },
    );
  });
});
