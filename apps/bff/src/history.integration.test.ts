import { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import { EventList } from "@deploy-lens/api/events/events";
import { ServiceDetail, ServiceList } from "@deploy-lens/api/services/services";
import { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { ServiceState } from "@deploy-lens/store/head";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import { attemptEvents } from "./testing/attempts.ts";
import { PROJECT, startStack, type TestStack } from "./testing/stack.ts";
import { startTable, type TestTable } from "./testing/table.ts";

// One service with history that the upstream has forgotten, a month that both sources know, and an open deployment.

const DAY_MS = 86_400_000;
const ID = "11111111-2222-4333-8444-555555555555";
const IDS = { projectId: PROJECT, serviceId: ID };
const S = `/api/v1/projects/${PROJECT}/services/${ID}`;

let table: TestTable;
let stack: TestStack;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.now();
  table = await startTable();
  stack = await startStack({
    app: {
      now: () => nowMs,
      archive: async () => table.store,
      settings: { cache: SHORT, archiveCache: SHORT },
    },
    limits: { retry: { maxAttempts: 1 }, breaker: { minAttempts: 1_000 } },
  });
});

afterEach(async () => {
  await stack.close();
  await table.close();
});

const SHORT = { softMs: 1_000, hardMs: 2_000, negativeMs: 0, patienceMs: 2_000, loadTimeoutMs: 5_000 };

const NO_CACHE = { ...SHORT, softMs: 0 };

const ago = (days: number) => nowMs - days * DAY_MS;
const OLD = () =>
  [120, 90, 60].map((days) => attemptEvents({ startedAtMs: ago(days), pullMs: days * 1_000 }));
const RECENT = () =>
  [20, 10, 5].map((days) =>
    attemptEvents({ startedAtMs: ago(days), ends: days === 10 ? "failure" : "success" }),
  );
const OPEN = () => attemptEvents({ startedAtMs: nowMs - 60_000, ends: "never" });

const RUNNING = (): ServiceState => ({ name: "mnist", status: "running", transitionAtMs: ago(5) + 48_000 });

/** The upstream has the last month; the table has what it was given. */
async function world({ upstream, kept }: { upstream: ServiceEvent[][]; kept: ServiceEvent[][] }) {
  const { transitionAtMs } = RUNNING();
  const service = stack.simulator.addService({
    id: ID,
    name: "mnist",
    events: upstream.flat(),
    transitions: [{ atMs: transitionAtMs ?? 0, status: "running" }],
  });
  await table.keep(IDS, { events: kept.flat() }, RUNNING());
  return service;
}

async function get<Schema extends z.ZodType>(target: string, schema: Schema) {
  const answer = await stack.app.request(target);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return { answer, body: schema.parse(JSON.parse(text)) };
}

async function allPages<Item>(
  target: string,
  page: (target: string) => Promise<{ items: Item[]; next: string | null }>,
) {
  const items: Item[] = [];
  let cursor = "";
  for (let pages = 0; pages < 100; pages++) {
    const { items: more, next } = await page(`${target}${cursor}`);
    items.push(...more);
    if (next === null) return items;
    cursor = `&cursor=${next}`;
  }
  throw new Error("no end");
}

describe("events", () => {
  const list = (target: string) =>
    allPages(target, async (page) => {
      const { body } = await get(page, EventList);
      return { items: body.events, next: body.page.nextCursor };
    });

  test.each(["asc", "desc"])(
    "%s: the upstream's month and the archive's years are one list",
    async (order) => {
      const [old, recent] = [OLD(), RECENT()];
      await world({ upstream: recent, kept: [...old, ...recent] });
      const events = await list(`${S}/events?order=${order}&limit=7`);
      const expected = [...old, ...recent]
        .flat()
        .map(({ occurredAtMs }) => new Date(occurredAtMs).toISOString())
        .sort();
      expect(events.map(({ occurredAt }) => occurredAt)).toEqual(
        order === "asc" ? expected : expected.reverse(),
      );
    },
  );

  test("the newest page does not touch the table when the upstream fills it", async () => {
    let opened = 0;
    const own = await startStack({
      app: {
        archive: async () => {
          opened += 1;
          return table.store;
        },
      },
    });
    own.simulator.addService({ id: ID, name: "mnist", events: RECENT().flat() });
    expect((await own.app.request(`${S}/events?limit=5`)).status).toBe(200);
    expect((await own.app.request(`/v1/${PROJECT}/services/${ID}/events`)).status).toBe(200);
    expect((await own.app.request(`${S}/events?from=${ago(15)}`)).status).toBe(200);
    expect(opened).toBe(0);
    expect((await own.app.request(`${S}/events?limit=100`)).status).toBe(200);
    expect(opened).toBe(1);
    await own.close();
  });

  test("a service with more events than a page holds costs one call, once it is archived", async () => {
    const busy = Array.from({ length: 160 }, (_, index) =>
      attemptEvents({ startedAtMs: ago(25) + index * 3_600_000 }),
    );
    await world({ upstream: busy, kept: busy });
    stack.simulator.requests.clear();
    const { body } = await get(`${S}/events?limit=1000`, EventList);
    expect(body.events).toHaveLength(1_000);
    expect((await get(`${S}/deployments?limit=200`, DeploymentList)).body.deployments).toHaveLength(160);
    expect(stack.simulator.requests.count("events")).toBe(1);
    expect(await list(`${S}/events?limit=700`)).toHaveLength(1_600);
  });

  test("and all its pages while it is not", async () => {
    const busy = Array.from({ length: 160 }, (_, index) =>
      attemptEvents({ startedAtMs: ago(25) + index * 3_600_000 }),
    );
    await world({ upstream: busy, kept: busy.slice(0, 20) });
    const expected = busy.flat().map(({ occurredAtMs }) => new Date(occurredAtMs).toISOString());
    for (const order of ["asc", "desc"]) {
      const events = await list(`${S}/events?limit=700&order=${order}`);
      const times = events.map(({ occurredAt }) => occurredAt);
      expect([order, order === "asc" ? times : times.reverse()]).toEqual([order, expected]);
    }
    expect((await get(`${S}/deployments?limit=200`, DeploymentList)).body.deployments).toHaveLength(160);
  });

  test("while the upstream is down, the archive's part, and stale", async () => {
    const [old, recent] = [OLD(), RECENT()];
    await world({ upstream: recent, kept: [...old, ...recent] });
    stack.simulator.faults.add({ fault: { kind: "server_error", status: 500 } });
    const { answer, body } = await get(`${S}/events?limit=1000`, EventList);
    expect(body.events).toHaveLength([...old, ...recent].flat().length);
    expect(body.service.name).toBe("mnist");
    expect(answer.headers.get("cache-status")).toMatch(/; hit; ttl=-?0; detail=http$/);
    expect(stack.lines.at(-1)).toMatchObject({ cache: "stale", failure: "http" });
  });

  test("while the table is down, the upstream's part, and older events on demand", async () => {
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    await table.close();
    const { answer, body } = await get(`${S}/events?limit=1000`, EventList);
    expect(body.events).toHaveLength(recent.flat().length);
    expect(answer.headers.get("cache-status")).toContain("detail=storage-unavailable");
    const next = await stack.app.request(`${S}/events?limit=1000&cursor=${body.page.nextCursor}`);
    expect([next.status, next.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await next.json()).toMatchObject({ type: "urn:deploy-lens:problem:storage-unavailable" });
    expect(await (await stack.app.request("/readyz")).json()).toEqual({
      status: "degraded",
      checks: [
        { name: "upstream", status: "ok" },
        { name: "storage", status: "degraded", detail: "The last read of the archive failed." },
      ],
    });
    table = await startTable();
  });

  test("readiness says how many services' events could not be read, and no longer", async () => {
    const readiness = async () => (await stack.app.request("/readyz")).json();
    const ok = ["upstream", "storage", "history"].map((name) => ({ name, status: "ok" }));
    expect(await readiness()).toEqual({ status: "ready", checks: ok });
    const owed = { sinceMs: nowMs, fromMs: null, cause: "upstream" as const, error: "503" };
    await table.store.ingest({ ...IDS, owed });
    nowMs += SHORT.softMs;
    expect(await readiness()).toMatchObject({
      status: "degraded",
      checks: expect.arrayContaining([
        {
          name: "history",
          status: "degraded",
          detail: "Events of 1 service could not be read yet: they are read again by themselves.",
        },
      ]),
    });
    await table.store.ingest({ ...IDS, owed: null });
    nowMs += SHORT.softMs;
    expect(await readiness()).toEqual({ status: "ready", checks: ok });
  });

  test("a service that the upstream has deleted keeps its past", async () => {
    const old = OLD();
    await table.keep(IDS, { events: old.flat() }, RUNNING());
    const { body } = await get(`${S}/events?limit=1000`, EventList);
    expect(body.events).toHaveLength(old.flat().length);
    expect((await get(`${S}/deployments`, DeploymentList)).body.deployments).toHaveLength(3);
    expect((await stack.app.request(S)).status).toBe(404);
  });
});

describe("deployments", () => {
  test("lists the closed ones of the table and the open one of the feed", async () => {
    const [old, recent, open] = [OLD(), RECENT(), OPEN()];
    // The table saw only the open deployment's first three events.
    await world({ upstream: [...recent, open], kept: [...old, ...recent, open.slice(0, 3)] });
    const { body } = await get(`${S}/deployments`, DeploymentList);
    expect(body.deployments.map(({ outcome }) => outcome)).toEqual([
      null,
      "success",
      "failure",
      "success",
      "success",
      "success",
      "success",
    ]);
    expect(body.deployments[0]).toMatchObject({
      startedAt: new Date(nowMs - 60_000).toISOString(),
      phases: expect.arrayContaining([expect.objectContaining({ phase: "start_model", wallMs: null })]),
    });
    expect(body.page).toEqual({ total: null, nextCursor: null });
  });

  test("pages of any size are the same list", async () => {
    const [old, recent, open] = [OLD(), RECENT(), OPEN()];
    await world({ upstream: [...recent, open], kept: [...old, ...recent] });
    const all = (await get(`${S}/deployments`, DeploymentList)).body.deployments.map(({ id }) => id);
    expect(all).toHaveLength(7);
    for (const limit of [1, 2, 3, 6]) {
      const ids = await allPages(`${S}/deployments?limit=${limit}`, async (page) => {
        const { body } = await get(page, DeploymentList);
        return { items: body.deployments.map(({ id }) => id), next: body.page.nextCursor };
      });
      expect([limit, ids]).toEqual([limit, all]);
    }
  });

  test.each([
    ["outcome=success", 5],
    ["outcome=failure", 1],
    ["outcome=open", 1],
    ["outcome=open,failure", 2],
    ["model=mnist", 7],
    ["model=resnet", 0],
    [() => `from=${ago(70)}&to=${ago(7)}`, 3],
  ])("%s: %i", async (filter, count) => {
    const [old, recent, open] = [OLD(), RECENT(), OPEN()];
    await world({ upstream: [...recent, open], kept: [...old, ...recent, open.slice(0, 3)] });
    const query = typeof filter === "string" ? filter : filter();
    const { body } = await get(`${S}/deployments?${query}`, DeploymentList);
    expect(body.deployments).toHaveLength(count);
  });

  test("one that the table closed by a status long gone stays closed, whatever the feed alone would say", async () => {
    const silent = attemptEvents({ startedAtMs: ago(20), ends: "never" });
    const next = attemptEvents({ startedAtMs: ago(10) });
    stack.simulator.addService({ id: ID, name: "mnist", events: [...silent, ...next] });
    const ranAtMs = ago(20) + 60_000;
    await table.keep(
      IDS,
      { events: [...silent, ...next], statuses: [{ status: "running", transitionAtMs: ranAtMs }] },
      RUNNING(),
    );
    const { body } = await get(`${S}/deployments`, DeploymentList);
    expect(body.deployments[1]).toMatchObject({ outcome: "success", endedBy: "service_status" });
    const id = body.deployments[1]?.id ?? "";
    stack.simulator.requests.clear();
    const { body: one } = await get(`${S}/deployments/${id}`, DeploymentAnswer);
    expect(one).toMatchObject({ outcome: "success", endedAt: new Date(ranAtMs).toISOString() });
    // The deployment is settled, so the upstream is not asked.
    expect(stack.simulator.requests.count()).toBe(0);
  });

  test("each is found by its id, the newest as latest", async () => {
    const [old, recent, open] = [OLD(), RECENT(), OPEN()];
    await world({ upstream: [...recent, open], kept: [...old, ...recent] });
    const { body } = await get(`${S}/deployments`, DeploymentList);
    for (const { id, observedMs } of body.deployments) {
      expect((await get(`${S}/deployments/${id}`, DeploymentAnswer)).body).toMatchObject({ id, observedMs });
    }
    const latest = await get(`${S}/deployments/latest`, DeploymentAnswer);
    expect(latest.body.id).toBe(body.deployments[0]?.id);
  });

  test("their list has another tag when the table corrects one that it has closed", async () => {
    const [old, recent] = [OLD(), RECENT()];
    // The platform has forgotten the oldest: only the table knows how it ended.
    await world({ upstream: recent, kept: [...old.map((events) => events.slice(0, -1)), ...recent] });
    // Reads of the table are not a snapshot: here the head is always read from before the correction.
    const head = await table.store.readHead(IDS);
    const own = await startStack({
      app: {
        now: () => nowMs,
        archive: async () => ({ ...table.store, readHead: async () => head }),
        settings: { cache: NO_CACHE, archiveCache: NO_CACHE },
      },
    });
    own.simulator.addService({ id: ID, name: "mnist", events: recent.flat() });
    const ask = (headers = {}) => own.app.request(`${S}/deployments`, { headers });
    const tag = (await ask()).headers.get("etag") ?? "";
    expect((await ask({ "if-none-match": tag })).status).toBe(304);
    await table.keep(IDS, { events: old.flatMap((events) => events.slice(-1)) }, RUNNING());
    expect((await ask({ "if-none-match": tag })).status).toBe(200);
    await own.close();
  });

  test("a page that the feed fills asks the table for none, and one whose older part is missing says so", async () => {
    let asked = 0;
    const listDeployments = async () => {
      asked += 1;
      throw new Error("down");
    };
    const own = await startStack({
      app: { now: () => nowMs, archive: async () => ({ ...table.store, listDeployments }) },
    });
    own.simulator.addService({ id: ID, name: "mnist", events: RECENT().flat() });
    const filled = await own.app.request(`${S}/deployments?limit=2`);
    expect([asked, filled.headers.get("cache-status")]).toEqual([0, expect.not.stringContaining("detail")]);
    const newest = await (await own.app.request(`${S}/deployments?limit=1`)).json();
    const after = `&cursor=${DeploymentList.parse(newest).page.nextCursor}`;
    expect((await own.app.request(`${S}/deployments?limit=1${after}`)).status).toBe(200);
    expect(asked).toBe(0);
    const part = await own.app.request(`${S}/deployments?limit=3`);
    const { deployments, page } = DeploymentList.parse(await part.json());
    expect([asked, deployments.length]).toEqual([1, 3]);
    expect(page.nextCursor).not.toBeNull();
    expect(part.headers.get("cache-status")).toContain("detail=storage-unavailable");
    // Of a service that the feed has nothing of, there is no part to answer.
    own.simulator.addService({ id: "idle", name: "idle" });
    expect((await own.app.request(`${S.replace(ID, "idle")}/deployments`)).status).toBe(503);
    await own.close();
  });

  test("without a table the feed's are all there are, and nothing is missing", async () => {
    const own = await startStack({ app: { now: () => nowMs } });
    own.simulator.addService({ id: ID, name: "mnist", events: RECENT().flat() });
    const answer = await own.app.request(`${S}/deployments?limit=2`);
    const { deployments, page } = DeploymentList.parse(await answer.json());
    expect([deployments.length, page.total]).toEqual([2, 3]);
    expect(answer.headers.get("cache-status")).not.toContain("detail");
    const rest = await own.app.request(`${S}/deployments?limit=2&cursor=${page.nextCursor}`);
    expect(DeploymentList.parse(await rest.json()).page.nextCursor).toBeNull();
    await own.close();
  });

  test("a page goes on where the one before ended, to the millisecond, and reads nothing before that", async () => {
    const starts = [0, 1, 2, 3, 4, 5].map((ms) => ago(60) - ms);
    const events = starts.map((occurredAtMs): ServiceEvent => {
      return { occurredAtMs, severity: "normal", message: "start to deploy service" };
    });
    await table.keep(IDS, { events }, RUNNING());
    const ends: (number | undefined)[] = [];
    const listDeployments: typeof table.store.listDeployments = (query) => {
      ends.push(query.toMs);
      return table.store.listDeployments(query);
    };
    const own = await startStack({
      app: { now: () => nowMs, archive: async () => ({ ...table.store, listDeployments }) },
    });
    own.simulator.addService({ id: ID, name: "mnist" });
    const seen: string[] = [];
    let cursor = "";
    while (seen.length < starts.length) {
      const answer = await own.app.request(`${S}/deployments?limit=1${cursor}`);
      const { deployments, page } = DeploymentList.parse(await answer.json());
      seen.push(...deployments.map(({ startedAt }) => startedAt));
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(starts.map((ms) => new Date(ms).toISOString()));
    expect([...new Set(ends)].slice(1)).toEqual(starts.slice(0, -1).map((ms) => ms + 1));
    await own.close();
  });

  test("while the table is down, pages of the feed's go on, newest first", async () => {
    const recent = RECENT();
    await world({ upstream: recent, kept: [] });
    const stack2 = await startStack({
      app: {
        archive: async () => {
          throw new Error("down");
        },
      },
    });
    stack2.simulator.addService({ id: ID, name: "mnist", events: recent.flat() });
    const seen: string[] = [];
    let target = `${S}/deployments?limit=1`;
    for (let page = 0; page < 3; page += 1) {
      const answer = await stack2.app.request(target);
      expect([page, answer.status]).toEqual([page, 200]);
      const { deployments, page: at } = DeploymentList.parse(await answer.json());
      seen.push(...deployments.map(({ startedAt }) => startedAt));
      target = `${S}/deployments?limit=1&cursor=${at.nextCursor}`;
    }
    expect(seen).toEqual([5, 10, 20].map((days) => new Date(ago(days)).toISOString()));
    // Only the table has this deployment, and it cannot be read.
    expect((await stack2.app.request(target)).status).toBe(503);
    await stack2.close();
  });

  test("the open one comes with an estimate from the service's own history", async () => {
    const past = Array.from({ length: 12 }, (_, index) =>
      attemptEvents({ startedAtMs: ago(80 - index), pullMs: 30_000 + index }),
    );
    const open = attemptEvents({ startedAtMs: nowMs - 20_000, ends: "never" }).filter(
      ({ occurredAtMs }) => occurredAtMs <= nowMs,
    );
    const service = await world({ upstream: [open], kept: past });
    service.changeStatus({ atMs: nowMs - 20_000, status: "deploying" });
    for (const target of [`${S}/deployments/latest`, S]) {
      const answer = await (await stack.app.request(target)).json();
      const { eta } =
        target === S
          ? (ServiceDetail.parse(answer).latestDeployment ?? { eta: null })
          : DeploymentAnswer.parse(answer);
      expect(eta).toMatchObject({ basedOn: 12, overdue: false });
      expect(eta?.remainingMs.p50).toBeGreaterThan(10_000);
      expect(eta?.remainingMs.p50).toBeLessThan(60_000);
    }
  });

  test("while the upstream is down, the table's, and stale", async () => {
    const [old, recent] = [OLD(), RECENT()];
    await world({ upstream: recent, kept: [...old, ...recent] });
    stack.simulator.faults.add({ fault: { kind: "server_error", status: 500 } });
    const { answer, body } = await get(`${S}/deployments`, DeploymentList);
    expect(body.deployments).toHaveLength(6);
    expect(answer.headers.get("cache-status")).toContain("detail=http");
    expect((await get(`${S}/deployments/latest`, DeploymentAnswer)).body.id).toBe(body.deployments[0]?.id);
    expect((await get(S, ServiceDetail)).body).toMatchObject({ name: "mnist", status: "running" });
    const { services } = (await get(`/api/v1/projects/${PROJECT}/services`, ServiceList)).body;
    expect(services).toMatchObject([{ id: ID, latestDeployment: { id: body.deployments[0]?.id } }]);
  });

  test("while the table is down, the feed's, and older ones on demand", async () => {
    const [recent, open] = [RECENT(), OPEN()];
    await world({ upstream: [...recent, open], kept: recent });
    await table.close();
    const { answer, body } = await get(`${S}/deployments`, DeploymentList);
    expect(body.deployments).toHaveLength(4);
    expect(answer.headers.get("cache-status")).toContain("detail=storage-unavailable");
    const next = await stack.app.request(`${S}/deployments?cursor=${body.page.nextCursor}`);
    expect(next.status).toBe(503);
    table = await startTable();
  });
});

describe("services", () => {
  test("idle ones cost no call of their own; one that moved is read", async () => {
    const recent = RECENT();
    const service = await world({ upstream: recent, kept: recent });
    stack.simulator.requests.clear();
    const first = await get(`/api/v1/projects/${PROJECT}/services?search=mnist`, ServiceList);
    expect(first.body.services).toMatchObject([{ latestDeployment: { outcome: "success" } }]);
    expect(stack.simulator.requests.count("events")).toBe(0);

    const begun = attemptEvents({ startedAtMs: nowMs - 5_000, ends: "never" }).slice(0, 3);
    service.emit(...begun);
    service.changeStatus({ atMs: nowMs - 4_000, status: "deploying" });
    nowMs += 2_500;
    const second = await get(`/api/v1/projects/${PROJECT}/services?search=mnist`, ServiceList);
    expect(second.body.services).toMatchObject([
      { status: "deploying", latestDeployment: { outcome: null } },
    ]);
    expect(stack.simulator.requests.count("events")).toBe(1);
  });

  test("are sorted, filtered and paged", async () => {
    for (const [index, name] of ["ml-delta", "ml-alpha", "ml-charlie", "ml-bravo"].entries()) {
      stack.simulator.addService({
        name,
        transitions: [{ atMs: nowMs - index * 1_000, status: index % 2 === 0 ? "running" : "failed" }],
      });
    }
    const names = (query: string) =>
      allPages(`/api/v1/projects/${PROJECT}/services?${query}`, async (page) => {
        const { body } = await get(page, ServiceList);
        return { items: body.services.map(({ name }) => name), next: body.page.nextCursor };
      });
    const ofMl = async (query: string) => (await names(`search=ML-&${query}`)).map((name) => name.slice(3));
    expect(await ofMl("sort=name&limit=2")).toEqual(["alpha", "bravo", "charlie", "delta"]);
    expect(await ofMl("sort=name&order=desc&limit=1&status=running,failed")).toEqual([
      "delta",
      "charlie",
      "bravo",
      "alpha",
    ]);
    expect(await ofMl("limit=3")).toEqual(["delta", "alpha", "charlie", "bravo"]);
    expect(await ofMl("limit=3&order=asc")).toEqual(["bravo", "charlie", "alpha", "delta"]);
    expect(await ofMl("status=failed&sort=name")).toEqual(["alpha", "bravo"]);
  });
});

describe("statistics", () => {
  const durations = (query = "") => get(`${S}/deploy-durations${query}`, DeployDurations);

  test("of the table's deployments, by phase; the open one counts in none", async () => {
    const [recent, open] = [RECENT(), OPEN()];
    await world({ upstream: [...recent, open], kept: [...recent, open.slice(0, 3)] });
    const { body } = await durations();
    expect(body).toMatchObject({
      method: "exact",
      relativeError: 0,
      outcomes: { success: 2, failure: 1, open: 1 },
      excluded: { failure: 1, open: 1 },
    });
    const pull = body.groups.find(({ key }) => key.phase === "pull_image");
    expect(pull).toMatchObject({
      n: 2,
      min: 30_000,
      max: 30_000,
      quantiles: { "0.5": 30_000, "0.9": 30_000 },
    });
    expect(body.total).toMatchObject({ n: 2, min: 48_000, max: 48_000, share: 1 });
    // Of the ended deployments two succeeded and one failed.
    expect(body.successRate).toBe(2 / 3);
  });

  test.each([
    ["the service's", `${S}/deploy-durations`, null, 1],
    ["the project's", `/api/v1/projects/${IDS.projectId}/deploy-durations`, null, 1],
    ["a window that ended before what is missing", `${S}/deploy-durations`, 0, undefined],
  ])("say that events of a service could not be read yet: %s", async (_, path, missingForMs, expected) => {
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    const fromMs = missingForMs === null ? ago(1) : nowMs + DAY_MS;
    const owed = { sinceMs: nowMs, fromMs, cause: "upstream" as const, error: "503" };
    await table.store.ingest({ ...IDS, owed });
    const { body } = await get(path, DeployDurations);
    expect(body.excluded.history_missing).toBe(expected);
  });

  test.each([
    ["?groupBy=day", ["day"]],
    ["?groupBy=model", ["model"]],
    ["?groupBy=phase,model,day", ["day", "model", "phase"]],
    ["?groupBy=model&phase=pull_image", ["model"]],
  ])("%s: keys of %j", async (query, fields) => {
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    const { body } = await durations(query);
    expect(body.groups.length).toBeGreaterThan(0);
    for (const { key } of body.groups) expect(Object.keys(key).sort()).toEqual(fields);
  });

  test.each(["phase", "model,phase", "day,phase"])(
    "by %s: shares of phases and gap add up to 1",
    async (groupBy) => {
      const recent = [
        ...RECENT(),
        attemptEvents({ startedAtMs: ago(3), pullMs: 5_000, model: "resnet 2.0.0" }),
      ];
      await world({ upstream: recent, kept: recent });
      const { body } = await durations(`?groupBy=${groupBy}`);
      const sums = new Map<string, { share: number; criticalMs: number; totalMs: number }>();
      for (const {
        key: { phase, ...rest },
        share,
        criticalMs,
      } of body.groups) {
        const name = JSON.stringify(rest);
        const sum = sums.get(name) ?? { share: 0, criticalMs: 0, totalMs: 0 };
        if (phase === "total") sum.totalMs = criticalMs ?? Number.NaN;
        else {
          sum.share += share ?? Number.NaN;
          sum.criticalMs += criticalMs ?? Number.NaN;
        }
        sums.set(name, sum);
      }
      expect(sums.size).toBe({ phase: 1, "model,phase": 2, "day,phase": 3 }[groupBy]);
      for (const sum of sums.values()) {
        expect(sum.share).toBeCloseTo(1, 10);
        expect(sum.criticalMs).toBe(sum.totalMs);
      }
    },
  );

  test("compared with the time before", async () => {
    const [old, recent] = [OLD(), RECENT()];
    await world({ upstream: recent, kept: [...old, ...recent] });
    const { body } = await durations(`?from=${ago(40)}&compareTo=${ago(130)}/${ago(40)}&phase=pull_image`);
    const [change] = body.comparison?.differences.groups ?? [];
    expect(change).toMatchObject({
      key: { phase: "pull_image" },
      n: { before: 3, after: 2 },
      quantiles: { "0.5": { beforeMs: 90_000, afterMs: 30_000, differenceMs: -60_000 } },
    });
    const previous = await durations("?compareTo=previous");
    expect(previous.body.comparison?.window.to).toBe(previous.body.window.from);
  });

  test("over all services of a project, by service", async () => {
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    const other = { projectId: PROJECT, serviceId: "other" };
    await table.keep(other, {
      events: attemptEvents({ startedAtMs: ago(3), pullMs: 1_000, model: "resnet 2.0.0" }),
    });
    const { body } = await get(
      `/api/v1/projects/${PROJECT}/deploy-durations?groupBy=service`,
      DeployDurations,
    );
    expect(body.groups.map(({ key, n }) => [key.service, n])).toEqual([
      [{ id: ID, name: "mnist" }, 2],
      [{ id: "other", name: null }, 1],
    ]);
  });

  test("as CSV, where a name cannot become a formula", async () => {
    const evil = attemptEvents({ startedAtMs: ago(2), model: '=HYPERLINK("http://evil") 1.0.0' });
    await world({ upstream: [evil], kept: [evil] });
    const answer = await stack.app.request(`${S}/deploy-durations?groupBy=model,phase&quantiles=0.5,0.999`, {
      headers: { accept: "text/csv;q=0.9, application/json;q=0.1" },
    });
    const text = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      "text/csv; charset=utf-8; header=present",
    ]);
    const [header, ...rows] = text.trimEnd().split("\r\n");
    expect(header).toBe(
      "from,to,serviceId,serviceName,day,phase,modelName,modelVersion,n,minMs,meanMs,maxMs,p50Ms,p99.9Ms,criticalMs,share,method,relativeError,asOf,outcome",
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row).toContain(`,"'=HYPERLINK(""http://evil"")",1.0.0,1,`);
    const json = await stack.app.request(`${S}/deploy-durations?groupBy=model,phase&quantiles=0.5,0.999`);
    expect(json.headers.get("etag")).not.toBe(answer.headers.get("etag"));
    expect(json.headers.get("vary")).toContain("accept");
  });

  test("in no other form", async () => {
    await world({ upstream: [], kept: RECENT() });
    const answer = await stack.app.request(`${S}/deploy-durations`, { headers: { accept: "image/png" } });
    expect([answer.status, await answer.json()]).toMatchObject([
      406,
      { detail: "This route answers in application/json or text/csv." },
    ]);
  });

  test.each([
    ["?groupBy=service", "groupBy"],
    ["?groupBy=day&compareTo=previous", "compareTo"],
    ["?quantiles=2", "quantiles"],
    ["?from=2099-01-01", "from"],
    ["?compareTo=soon", "compareTo"],
    ["?outcome=open", "outcome"],
    ["?to=0", "to"],
  ])("%s: 400 naming %s", async (query, parameter) => {
    const answer = await stack.app.request(`${S}/deploy-durations${query}`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { errors: [{ parameter }] }]);
  });

  test("a service without deployments has none; one that does not exist is not found", async () => {
    stack.simulator.addService({ id: ID, name: "idle" });
    expect((await durations()).body).toMatchObject({ groups: [], total: { n: 0, min: null } });
    const missing = await stack.app.request(`/api/v1/projects/${PROJECT}/services/nobody/deploy-durations`);
    expect(missing.status).toBe(404);
  });

  test("too many at a time are refused at once, readable by pages of other origins", async () => {
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    const own = await startStack({
      app: {
        now: () => nowMs,
        archive: async () => table.store,
        settings: {
          admission: { running: 1, runningPerCaller: 1, waitingPerCaller: 1 },
          corsOrigins: ["https://lens.example"],
        },
      },
    });
    const ask = (quantile: number) =>
      own.app.request(`${S}/deploy-durations?quantiles=0.${quantile}`, {
        headers: { origin: "https://lens.example" },
      });
    const answers = await Promise.all([ask(1), ask(2), ask(3), ask(4)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
    const [, , refused] = answers;
    expect(await refused?.json()).toMatchObject({
      type: "urn:deploy-lens:problem:too-many-requests",
      requestId: expect.any(String),
    });
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(refused?.headers.get("access-control-allow-origin")).toBe("https://lens.example");
    expect(refused?.headers.get("access-control-expose-headers")).toContain("retry-after");
    // Repeating the question computes nothing: the answer is cached.
    expect((await ask(1)).status).toBe(200);
    await own.close();
  });

  test("are computed once for many who ask, and stand in while the table is down", async () => {
    // Queries within one minute are the same query, so keep this test inside one.
    if (nowMs % 60_000 > 50_000) nowMs -= 20_000;
    const recent = RECENT();
    await world({ upstream: recent, kept: recent });
    const first = await durations();
    await table.close();
    nowMs += 1_500;
    const second = await durations();
    expect(second.body).toEqual(first.body);
    expect(second.answer.headers.get("cache-status")).toContain("detail=storage-unavailable");
    table = await startTable();
  });
});
