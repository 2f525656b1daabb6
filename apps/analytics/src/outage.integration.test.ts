import { durationStatistics } from "@deploy-lens/core/statistics";
import type { Fault } from "@deploy-lens/simulator/faults/fault";
import { describe, expect, test } from "vitest";
import { collectMetrics } from "./testing/collect-metrics.ts";
import { deploymentEvents } from "./testing/feed.ts";
import { expectComplete, expectProjectExact } from "./testing/truth.ts";
import { normalEvent, PROJECT_ID, START_MS, startWorld, type World } from "./testing/world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
// More than are synced at once, and enough calls to open the circuit breaker.
const SERVICES = 8;

function addServices({ simulator }: World) {
  return Array.from({ length: SERVICES }, (_, i) => {
    const startMs = START_MS - (1 + i) * HOUR_MS;
    return simulator.addService({
      id: `service-${i}`,
      name: `service ${i}`,
      projectId: PROJECT_ID,
      events: deploymentEvents(startMs, "resnet 1.0.0", 60 + 7 * i),
      transitions: [{ atMs: startMs + (60 + 7 * i) * 1_000 + 200, status: "running" }],
    });
  });
}

/** Ticks once a minute. A pipeline that is made anew for each `restartEvery` ticks is a stack that is restarted so often. */
async function tickMinutes(world: World, minutes: number, restartEvery = minutes): Promise<void> {
  let pipeline = world.pipeline();
  for (let minute = 1; minute <= minutes; minute++) {
    if (minute % restartEvery === 0) pipeline = world.pipeline();
    world.clock.nowMs += MINUTE_MS;
    expect(await pipeline.tick()).toMatchObject({ failed: 0 });
  }
}

/** The project's statistics, every group of them. */
async function statisticsOf({ store, clock }: World) {
  const durations = await store.readDurations({ projectId: PROJECT_ID, fromMs: 0, toMs: clock.nowMs });
  const { groups } = durationStatistics({ groupBy: ["phase"] }, { durations }, START_MS);
  return groups;
}

const OUTAGES: readonly (readonly [string, Fault])[] = [
  ["503", { kind: "server_error", status: 503 }],
  ["429", { kind: "throttle" }],
  ["401", { kind: "expired_token" }],
  ["a reset of every connection", { kind: "reset", when: "before_headers" }],
];

describe("an upstream whose events cannot be read for half an hour", { timeout: 180_000 }, () => {
  test.each(OUTAGES)(
    "from the first start on, by %s, restarts in it: no figure is lost",
    async (_, fault) => {
      const undisturbed = await startWorld();
      addServices(undisturbed);
      await tickMinutes(undisturbed, 1);

      const world = await startWorld();
      addServices(world);
      const outage = world.simulator.faults.add({ routes: ["events"], fault });
      await tickMinutes(world, 30, 10);
      const owed = await world.store.owedServices(PROJECT_ID);
      expect(owed.size).toBe(SERVICES);
      for (const { cause, sinceMs } of owed.values())
        expect({ cause, sinceMs }).toEqual({ cause: "upstream", sinceMs: START_MS + MINUTE_MS });

      world.simulator.faults.remove(outage);
      // The debt is tried again each time it has grown by a tenth.
      await tickMinutes(world, 4);
      expect(await world.store.owedServices(PROJECT_ID)).toEqual(new Map());
      expect(await statisticsOf(world)).toEqual(await statisticsOf(undisturbed));
      await expectProjectExact(world, PROJECT_ID);
    },
  );

  test("costs one write for each service, and no more calls the longer it lasts", async () => {
    const world = await startWorld();
    addServices(world);
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "server_error", status: 503 } });
    let writes = 0;
    const store = world.storeBehind((request) => {
      if (request.operation === "PutItem" && JSON.stringify(request.input).includes("service#")) writes += 1;
      return request.send();
    });
    const pipeline = world.pipeline({ store });
    const calls: number[] = [];
    for (let minute = 1; minute <= 120; minute++) {
      world.clock.nowMs += MINUTE_MS;
      world.simulator.requests.clear();
      await pipeline.tick();
      calls.push(world.simulator.requests.count("events"));
    }
    // A day part with the status that discovery saw, and the head.
    expect(writes).toBe(2 * SERVICES);
    const sumOf = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    expect(sumOf(calls.slice(60))).toBeLessThan(sumOf(calls.slice(0, 60)));
  });
});

describe("an outage in steady state", { timeout: 180_000 }, () => {
  test("a deployment that ran within twenty minutes of it is there afterwards", async () => {
    const world = await startWorld();
    const services = addServices(world);
    await tickMinutes(world, 5);
    const outage = world.simulator.faults.add({
      fault: { kind: "server_error", status: 503 },
      routes: ["events"],
    });
    const startMs = world.clock.nowMs + 2 * MINUTE_MS;
    const [service] = services;
    service?.emit(...deploymentEvents(startMs, "resnet 2.0.0", 300));
    service?.changeStatus({ atMs: startMs, status: "deploying" });
    service?.changeStatus({ atMs: startMs + 300_200, status: "running" });
    await tickMinutes(world, 20);
    world.simulator.faults.remove(outage);
    await tickMinutes(world, 4);
    for (const each of services) await expectComplete(world, each);
    const { latest } = await world.store.readHead({ projectId: PROJECT_ID, serviceId: "service-0" });
    expect(latest).toMatchObject({ startedAtMs: startMs, outcome: "success", totalMs: 300_000 });
  });

  test("one service that cannot be read holds nobody up, says why, and is read when it can be", async () => {
    const world = await startWorld();
    const services = addServices(world);
    const broken = world.simulator.faults.add({
      routes: ["events"],
      serviceId: "service-3",
      fault: { kind: "malformed_json" },
    });
    const { metrics, log, sums, lines } = collectMetrics();
    const pipeline = world.pipeline({ metrics, log });
    world.clock.nowMs += MINUTE_MS;
    expect(await pipeline.tick()).toMatchObject({ failed: 0 });
    for (const service of services) if (service.id !== "service-3") await expectComplete(world, service);
    expect(await world.store.owedServices(PROJECT_ID)).toEqual(
      new Map([
        [
          "service-3",
          {
            sinceMs: START_MS + MINUTE_MS,
            fromMs: null,
            cause: "service",
            error: expect.stringContaining("UpstreamSchemaError"),
          },
        ],
      ]),
    );
    expect(lines.join("\n")).toContain("a service could not be synced and is owed");
    world.clock.nowMs += MINUTE_MS;
    await pipeline.tick();
    expect(sums()).toMatchObject({ ServicesOwed: 1, SyncsFailed: 2 });
    world.simulator.faults.remove(broken);
    await tickMinutes(world, 2);
    await expectProjectExact(world, PROJECT_ID);
  });

  test("a table that cannot remember what is owed keeps discovery where it stands", async () => {
    const world = await startWorld();
    addServices(world);
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "server_error", status: 503 } });
    const store = world.storeBehind((request) => {
      if (request.operation === "PutItem") throw new Error("the table is away");
      return request.send();
    });
    expect(await world.pipeline({ store }).tick()).toMatchObject({ failed: 1 });
    expect(await world.store.readDiscovery(PROJECT_ID)).toMatchObject({ newestTransitionAtMs: null });
  });
});

describe("a late event", () => {
  test("reported two hours after its transition is stored within the hour, at a few calls", async () => {
    const world = await startWorld();
    const [service] = addServices(world);
    await tickMinutes(world, 10);
    const lateAtMs = START_MS - 30 * MINUTE_MS;
    world.clock.nowMs += 2 * HOUR_MS;
    await tickMinutes(world, 31);
    service?.emit(normalEvent(lateAtMs, "Auto stop has been disabled."));
    world.simulator.requests.clear();
    await tickMinutes(world, 60);
    expect(world.simulator.requests.count("services")).toBe(60);
    // Twenty services that changed within a day, twice an hour.
    expect(world.simulator.requests.count("events")).toBeLessThanOrEqual(2 * SERVICES);
    const always = { fromMs: 0, toMs: world.clock.nowMs };
    const stored = await world.store.readFacts({ projectId: PROJECT_ID, serviceId: "service-0", ...always });
    expect(stored.events.map(({ occurredAtMs }) => occurredAtMs)).toContain(lateAtMs);
  });

  test("an idle project still costs one list a tick, and nothing else", async () => {
    const world = await startWorld();
    world.simulator.addService({
      name: "idle",
      projectId: PROJECT_ID,
      transitions: [{ atMs: START_MS - 48 * HOUR_MS, status: "running" }],
    });
    await tickMinutes(world, 1);
    world.simulator.requests.clear();
    await tickMinutes(world, 120);
    expect(world.simulator.requests.count()).toBe(120);
  });
});

describe("a service that is deleted", () => {
  test("in the midst of a deployment: it is cancelled at its last event, and no call is made for it any more", async () => {
    const world = await startWorld();
    const startMs = START_MS - 5 * MINUTE_MS;
    const events = deploymentEvents(startMs, "resnet 1.0.0", 600).filter(
      ({ occurredAtMs }) => occurredAtMs < START_MS,
    );
    const service = world.simulator.addService({
      name: "gone",
      projectId: PROJECT_ID,
      events,
      transitions: [{ atMs: startMs, status: "deploying" }],
    });
    await tickMinutes(world, 2);
    world.simulator.removeService(PROJECT_ID, service.id);
    await tickMinutes(world, 2);
    const ref = { projectId: PROJECT_ID, serviceId: service.id };
    expect((await world.store.readHead(ref)).latest).toMatchObject({ outcome: "cancelled" });
    const stored = await world.store.latestDeployment(ref);
    expect(stored?.deployment).toMatchObject({
      outcome: "cancelled",
      endedBy: "service_gone",
      endedAtMs: events.at(-1)?.occurredAtMs,
    });
    world.simulator.requests.clear();
    await tickMinutes(world, 70);
    expect(world.simulator.requests.count("events")).toBe(0);
  });
});

describe("a clock", () => {
  test("that was a year ahead at the first start: the history is read once it is right", async () => {
    const world = await startWorld();
    const services = addServices(world);
    world.clock.nowMs = START_MS + 365 * 24 * HOUR_MS;
    const now = () => START_MS;
    const early = world.pipeline();
    await early.tick();
    expect(await world.store.readHead({ projectId: PROJECT_ID, serviceId: "service-0" })).toMatchObject({
      revision: 0,
    });
    world.clock.nowMs = now();
    await tickMinutes(world, 2);
    for (const service of services) await expectComplete(world, service);
    world.simulator.requests.clear();
    await tickMinutes(world, 3);
    expect(world.simulator.requests.count("events")).toBe(0);
  });
});

describe("a list in another order than asked for", () => {
  test("is noticed and read whole: what changed is found wherever it stands", async () => {
    const world = await startWorld({
      scenario: { services: 0, live: false, sample: false, idleServices: 500 },
    });
    world.simulator.faults.add({ routes: ["services"], fault: { kind: "reverse_order" } });
    const { metrics, log, sums } = collectMetrics();
    const pipeline = world.pipeline({ metrics, log });
    await pipeline.tick();
    const startMs = world.clock.nowMs + MINUTE_MS;
    const service = world.simulator.addService({
      name: "mine",
      projectId: PROJECT_ID,
      events: deploymentEvents(startMs),
      transitions: [{ atMs: startMs + 90_200, status: "running" }],
    });
    world.clock.nowMs = startMs + 3 * MINUTE_MS;
    await pipeline.tick();
    await expectComplete(world, service);
    expect(
      (await world.store.readHead({ projectId: PROJECT_ID, serviceId: service.id })).latest,
    ).not.toBeNull();
    expect(sums().ListsUnordered).toBeGreaterThan(0);
  });
});

describe("one bad row", () => {
  const startMs = START_MS - HOUR_MS;
  const newService = (world: World, name: string, events = deploymentEvents(startMs)) =>
    world.simulator.addService({
      id: name,
      name,
      projectId: PROJECT_ID,
      events,
      transitions: [{ atMs: startMs + 90_200, status: "running" }],
    });

  test.each([
    ["status", { status: null }],
    ["id", { service_id: 7 }],
  ])("of the list, without its %s, hides no other service", async (_, fields) => {
    const world = await startWorld();
    const services = ["a", "b", "c"].map((name) => newService(world, name));
    world.simulator.faults.add({ routes: ["services"], fault: { kind: "bad_row", fields } });
    const { metrics, sums } = collectMetrics();
    const upstream = world.upstreamCounted(metrics);
    await world.pipeline({ upstream, metrics }).tick();
    const complete = await Promise.all(
      services.map(
        async ({ id }) => (await world.store.readHead({ projectId: PROJECT_ID, serviceId: id })).latest,
      ),
    );
    expect(complete.filter((latest) => latest?.outcome === "success")).toHaveLength(2);
    expect(sums()).toMatchObject({ RowsSetAside: 1 });
  });

  test.each([
    ["no text", { event_info: null }],
    ["no time", { occur_time: null }],
    ["a time in seconds", { occur_time: 1_795_435_200 }],
  ])("of the events, with %s, costs no statistics", async (_, fields) => {
    const world = await startWorld();
    const events = [normalEvent(startMs - 1, "Auto stop has been disabled."), ...deploymentEvents(startMs)];
    const service = newService(world, "a", events);
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "bad_row", fields } });
    const { metrics, log, lines, sums } = collectMetrics();
    await world.pipeline({ upstream: world.upstreamCounted(metrics), metrics, log }).tick();
    const ref = { projectId: PROJECT_ID, serviceId: service.id };
    const stored = await world.store.readFacts({ ...ref, fromMs: 0, toMs: START_MS });
    expect(stored.events).toEqual(events.slice(1));
    expect((await world.store.readHead(ref)).latest).toMatchObject({ outcome: "success", totalMs: 90_000 });
    expect(sums()).toMatchObject({ RowsSetAside: 1 });
    expect(lines.join("\n")).toContain("rows that are not valid events were set aside");
  });

  test("without the fields that a list can do without, everything is read", async () => {
    const world = await startWorld();
    const service = newService(world, "a");
    world.simulator.faults.add({ fault: { kind: "omit_fields", names: ["count", "service_name"] } });
    await world.pipeline().tick();
    await expectComplete(world, service);
    expect((await world.store.readHead({ projectId: PROJECT_ID, serviceId: "a" })).latest).not.toBeNull();
  });
});

test.each([1_000, 2_000])(
  "%i events, and a page past them that is refused: that is the end",
  async (count) => {
    const world = await startWorld();
    const fill = Array.from({ length: count - 10 }, (_, i) =>
      normalEvent(START_MS - 2 * HOUR_MS + i, "Auto stop has been disabled."),
    );
    const service = world.simulator.addService({
      name: "full",
      projectId: PROJECT_ID,
      events: [...fill, ...deploymentEvents(START_MS - HOUR_MS)],
      transitions: [{ atMs: START_MS - HOUR_MS + 90_200, status: "running" }],
    });
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "refuse_past_end" } });
    await world.pipeline().tick();
    expect(await world.store.owedServices(PROJECT_ID)).toEqual(new Map());
    await expectComplete(world, service);
    const ref = { projectId: PROJECT_ID, serviceId: service.id };
    expect((await world.store.readFacts({ ...ref, fromMs: 0, toMs: START_MS })).events).toHaveLength(count);
  },
);
