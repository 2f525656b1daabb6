import type { StatusTransition } from "@deploy-lens/simulator/service";
import { describe, expect, test } from "vitest";
import type { ServiceMessage } from "../queue/service-message.ts";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { normalEvent, PROJECT_ID, START_MS, startWorld, type World } from "../testing/world.ts";
import { type DiscoverInput, discover } from "./index.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Requests per route of the upstream since the last call. */
function asked({ simulator }: World): Record<string, number> {
  const { requests } = simulator;
  const routes = ["services", "service", "events", "update_logs"] as const;
  const counts = routes.map((route) => [route, requests.count(route)] as const);
  requests.clear();
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** A service that ran for days, then was deployed again, if `deployedAtMs` says so. */
function addService({ simulator }: World, name: string, transitions: readonly StatusTransition[]) {
  return simulator.addService({ name, projectId: PROJECT_ID, transitions });
}

const running = (atMs: number): StatusTransition => ({ atMs, status: "running" });
const deploying = (atMs: number): StatusTransition => ({ atMs, status: "deploying" });

/** One tick whose messages are only collected. */
async function queued(world: World, input: Partial<DiscoverInput> = {}): Promise<ServiceMessage[]> {
  const messages: ServiceMessage[] = [];
  const queue = { send: async (more: readonly ServiceMessage[]) => void messages.push(...more) };
  await discover({ ...world, queue, ...collectMetrics() }, { projectId: PROJECT_ID, ...input });
  return messages;
}

describe("what a tick asks of the upstream", () => {
  test("10,000 services that nobody touches: the first tick lists them once, later ones one page, no events", async () => {
    const world = await startWorld({
      scenario: { services: 0, live: false, sample: false, idleServices: 10_000 },
    });
    const pipeline = world.pipeline();
    expect(await pipeline.tick()).toEqual({ listed: 10_000, queued: 0, outdated: 0, failed: 0 });
    // Ten full pages: the total says that nothing follows.
    expect(asked(world)).toEqual({ services: 10 });
    for (let minute = 1; minute <= 5; minute++) {
      world.clock.nowMs += MINUTE_MS;
      expect(await pipeline.tick()).toMatchObject({ queued: 0, failed: 0 });
    }
    expect(asked(world)).toEqual({ services: 5 });
  });

  test("one of 1,000 is deployed: its events alone are asked for, each minute, until they have settled", async () => {
    const world = await startWorld({
      scenario: { services: 0, live: false, sample: false, idleServices: 1_000 },
    });
    const pipeline = world.pipeline();
    await pipeline.tick();
    asked(world);
    const startMs = START_MS + 30_000;
    const service = addService(world, "mine", [deploying(startMs), running(startMs + 150_000)]);
    service.emit(
      normalEvent(startMs, "start to deploy service"),
      normalEvent(startMs + 150_000, "Service mine started."),
    );
    const eventCalls: number[] = [];
    for (let minute = 1; minute <= 9; minute++) {
      world.clock.nowMs = START_MS + minute * MINUTE_MS;
      expect((await pipeline.tick()).failed).toBe(0);
      eventCalls.push(world.simulator.requests.count("events"));
      for (const request of world.simulator.requests.list("events"))
        expect(request.serviceId).toBe(service.id);
      asked(world);
    }
    // Deploying at 0:30, running at 3:00: synced until the end is two minutes old.
    expect(eventCalls).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0]);
  });

  test("nothing changed and nothing is open: no write either", async () => {
    const world = await startWorld({ scenario: { services: 3, days: 2, live: false, sample: false } });
    world.clock.nowMs = START_MS;
    const puts: string[] = [];
    const store = world.storeBehind((request) => {
      if (request.operation === "PutItem") puts.push(JSON.stringify(request.input));
      return request.send();
    });
    const pipeline = world.pipeline({ store });
    await pipeline.tick();
    world.clock.nowMs += 10 * MINUTE_MS;
    await pipeline.tick();
    expect(puts.length).toBeGreaterThan(3);
    puts.length = 0;
    world.clock.nowMs += MINUTE_MS;
    expect(await pipeline.tick()).toMatchObject({ queued: 0 });
    expect(puts).toEqual([]);
  });
});

describe("which services are queued", () => {
  test("at first: those that changed within a month, and those that are deploying, however long", async () => {
    const world = await startWorld();
    addService(world, "old", [running(START_MS - 40 * DAY_MS)]);
    addService(world, "recent", [running(START_MS - 20 * DAY_MS)]);
    addService(world, "stuck", [deploying(START_MS - 400 * DAY_MS)]);
    const names = (await queued(world)).map(({ state }) => state?.name);
    expect(names.sort()).toEqual(["recent", "stuck"]);
  });

  test("what was seen travels along, as a fact that the upstream is about to forget", async () => {
    const world = await startWorld();
    const atMs = START_MS - HOUR_MS;
    const service = addService(world, "mine", [running(atMs)]);
    expect(await queued(world)).toEqual([
      {
        projectId: PROJECT_ID,
        serviceId: service.id,
        reason: "changed",
        state: { name: "mine", status: "running", transitionAtMs: atMs },
      },
    ]);
  });

  test("one with an id that no URL and no key can hold is left out, and the others are not", async () => {
    const world = await startWorld();
    const transitions = [running(START_MS - HOUR_MS)];
    world.simulator.addService({ name: "evil", id: "../evil", projectId: PROJECT_ID, transitions });
    world.simulator.addService({
      name: "x".repeat(300_000),
      id: "wordy",
      projectId: PROJECT_ID,
      transitions,
    });
    const messages = await queued(world);
    expect(messages.map(({ serviceId }) => serviceId)).toEqual(["wordy"]);
    expect(messages[0]?.state?.name).toHaveLength(256);
  });

  test("a second service with the very transition at which discovery stands", async () => {
    const world = await startWorld();
    const pipeline = world.pipeline();
    addService(world, "first", [running(START_MS - 5 * MINUTE_MS)]);
    expect(await pipeline.tick()).toMatchObject({ queued: 1 });
    addService(world, "second", [running(START_MS - 5 * MINUTE_MS)]);
    expect((await queued(world)).map(({ state }) => state?.name)).toEqual(["second"]);
  });

  test("one that the upstream lists some minutes late", async () => {
    const world = await startWorld();
    const pipeline = world.pipeline();
    addService(world, "first", [running(START_MS - 3 * MINUTE_MS)]);
    await pipeline.tick();
    addService(world, "late", [running(START_MS - 8 * MINUTE_MS)]);
    expect((await queued(world)).map(({ state }) => state?.name)).toEqual(["late"]);
  });

  test("one whose message was lost is queued again, but not for ever", async () => {
    const world = await startWorld();
    addService(world, "lost", [running(START_MS - 3 * MINUTE_MS)]);
    expect(await queued(world)).toHaveLength(1);
    expect(await queued(world)).toHaveLength(1);
    world.clock.nowMs += 10 * MINUTE_MS;
    expect(await queued(world)).toHaveLength(0);
  });

  test("one that changed before a place which a clock far ahead has recorded", async () => {
    const world = await startWorld();
    const { derivedBy } = await world.store.readDiscovery(PROJECT_ID);
    const aheadMs = START_MS + 10 * DAY_MS;
    const place = { newestTransitionAtMs: aheadMs, checkedAtMs: aheadMs, sweptAtMs: aheadMs, derivedBy };
    await world.store.advanceDiscovery(PROJECT_ID, place);
    addService(world, "mine", [running(START_MS - 5 * MINUTE_MS)]);
    expect((await queued(world)).map(({ state }) => state?.name)).toEqual(["mine"]);
    expect(await world.store.readDiscovery(PROJECT_ID)).toMatchObject({
      newestTransitionAtMs: START_MS - 5 * MINUTE_MS,
      checkedAtMs: START_MS,
    });
  });

  test("one of a watch list that has owed a sync, and none that is not on it", async () => {
    const world = await startWorld();
    const [mine, other] = ["mine", "other"].map((name) =>
      addService(world, name, [running(START_MS - DAY_MS)]),
    );
    const owed = { sinceMs: START_MS - MINUTE_MS, fromMs: null, cause: "upstream" as const, error: "away" };
    for (const { id } of [mine, other].filter((service) => service !== undefined))
      await world.store.ingest({ projectId: PROJECT_ID, serviceId: id, owed });
    const messages = await queued(world, { watchedServiceIds: [mine?.id ?? ""] });
    expect(messages.map(({ serviceId }) => serviceId)).toEqual([mine?.id]);
  });

  test("late events are searched for twice an hour, even in a service without another reason to sync", async () => {
    const world = await startWorld();
    addService(world, "mine", [running(START_MS - 12 * HOUR_MS)]);
    addService(world, "old", [running(START_MS - 30 * HOUR_MS)]);
    await queued(world);
    const reasons: string[] = [];
    for (let minute = 1; minute <= 60; minute++) {
      world.clock.nowMs = START_MS + minute * MINUTE_MS;
      const messages = await queued(world);
      reasons.push(...messages.map(({ reason, state }) => `${minute} ${state?.name} ${reason}`));
    }
    expect(reasons).toEqual(["30 mine late", "60 mine late"]);
  });

  test("while the queue refuses, discovery stays where it is", async () => {
    const world = await startWorld();
    addService(world, "mine", [running(START_MS - 20 * MINUTE_MS)]);
    const queue = {
      send: async () => {
        throw new Error("no room");
      },
    };
    const deps = { ...world, queue, ...collectMetrics() };
    await expect(discover(deps, { projectId: PROJECT_ID })).rejects.toThrow("no room");
    expect(await world.store.readDiscovery(PROJECT_ID)).toMatchObject({ newestTransitionAtMs: null });
    expect(await queued(world)).toHaveLength(1);
    expect(await queued(world)).toHaveLength(0);
  });

  test("an open one on every tick; once it is stalled, more and more seldom; when it changes, at once", async () => {
    const world = await startWorld();
    const service = addService(world, "stuck", [deploying(START_MS)]);
    service.emit(normalEvent(START_MS, "start to deploy service"));
    const pipeline = world.pipeline();
    const looks = async (fromMinute: number, toMinute: number) => {
      let count = 0;
      for (let minute = fromMinute; minute < toMinute; minute++) {
        world.clock.nowMs = START_MS + minute * MINUTE_MS;
        count += (await pipeline.tick()).queued;
      }
      return count;
    };
    expect(await looks(1, 61)).toBe(60);
    expect(await looks(61, 121)).toBeLessThan(30);
    expect(await looks(1_441, 1_501)).toBeLessThan(3);
    service.changeStatus({ atMs: START_MS + 1_501 * MINUTE_MS, status: "failed" });
    expect(await looks(1_501, 1_502)).toBe(1);
    const head = await world.store.readHead({ projectId: PROJECT_ID, serviceId: service.id });
    expect(head.latest).toMatchObject({ outcome: "failure", endedBy: "service_status" });
  });

  test("the documented sample is found, stays open, and costs no call once it is stalled", async () => {
    const world = await startWorld({ scenario: { services: 0, live: false, sample: true } });
    const pipeline = world.pipeline();
    expect(await pipeline.tick()).toMatchObject({ queued: 1 });
    const { services } = await world.store.listServices({ projectId: PROJECT_ID });
    expect(services.map(({ latest }) => latest)).toMatchObject([{ outcome: null, observedMs: 80_818 }]);
    asked(world);
    for (let minute = 1; minute <= 10; minute++) {
      world.clock.nowMs += MINUTE_MS;
      await pipeline.tick();
    }
    expect(asked(world)).toEqual({ services: 10 });
  });
});

describe("several projects, and watch lists", () => {
  test("each project has its own services and its own place", async () => {
    const world = await startWorld();
    for (const projectId of ["a", "b"]) {
      world.simulator.addService({
        name: `of-${projectId}`,
        projectId,
        transitions: [running(START_MS - HOUR_MS)],
      });
    }
    const pipeline = world.pipeline({ projectIds: ["a", "b"] });
    expect(await pipeline.tick()).toEqual({ listed: 2, queued: 2, outdated: 0, failed: 0 });
    for (const projectId of ["a", "b"]) {
      const { services } = await world.store.listServices({ projectId });
      expect(services.map(({ state }) => state?.name)).toEqual([`of-${projectId}`]);
    }
    world.simulator.addService({
      name: "more",
      projectId: "b",
      transitions: [running(START_MS - MINUTE_MS)],
    });
    expect((await queued(world, { projectId: "b" })).map(({ projectId }) => projectId)).toEqual(["b"]);
    expect(await queued(world, { projectId: "a" })).toEqual([]);
  });

  test("watched services are asked for one by one, and the project's list is not", async () => {
    const world = await startWorld();
    const watched = addService(world, "watched", [running(START_MS - HOUR_MS)]);
    addService(world, "other", [running(START_MS - MINUTE_MS)]);
    const pipeline = world.pipeline({ watchedServiceIds: { [PROJECT_ID]: [watched.id, "mistyped"] } });
    expect(await pipeline.tick()).toEqual({ listed: 1, queued: 1, outdated: 0, failed: 0 });
    expect(asked(world)).toEqual({ service: 2, events: 1 });
    world.clock.nowMs += MINUTE_MS;
    expect(await pipeline.tick()).toMatchObject({ queued: 0 });
    watched.changeStatus({ atMs: world.clock.nowMs, status: "deploying" });
    expect(await pipeline.tick()).toMatchObject({ queued: 1 });
    const { services } = await world.store.listServices({ projectId: PROJECT_ID });
    expect(services.map(({ state }) => state?.name)).toEqual(["watched"]);
  });

  test("a watch list of which no service can be read is an error, not an idle project", async () => {
    const world = await startWorld();
    await expect(queued(world, { watchedServiceIds: ["mistyped"] })).rejects.toThrow(
      "None of the 1 watched services of project demo could be read",
    );
  });
});

test("metrics tell what a tick came to", async () => {
  const world = await startWorld();
  addService(world, "mine", [running(START_MS - HOUR_MS)]);
  const { metrics, sums, log } = collectMetrics();
  const queue = { send: async () => undefined };
  await discover({ ...world, queue, log, metrics }, { projectId: PROJECT_ID });
  expect(sums()).toEqual({
    ServicesListed: 1,
    ServicesQueued: 1,
    ServicesOwed: 0,
    DiscoverCompleted: 1,
  });
});
