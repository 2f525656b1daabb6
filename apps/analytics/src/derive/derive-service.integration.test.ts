import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { Store } from "@deploy-lens/store/store";
import { expectExactRollups, storedDeployments } from "@deploy-lens/store/testing/expected";
import type { Interceptor } from "@deploy-lens/store/testing/requests";
import { describe, expect, test } from "vitest";
import type { ServiceMessage } from "../queue/service-message.ts";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { expectComplete } from "../testing/truth.ts";
import { normalEvent, PROJECT_ID, START_MS, startWorld, type World } from "../testing/world.ts";
import { type DeriveOptions, deriveService } from "./index.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** An upstream with one service, and a function that syncs it. */
async function startWithService(events: readonly ServiceEvent[] = []) {
  const world = await startWorld();
  const service = world.simulator.addService({ name: "mine", projectId: PROJECT_ID, events });
  const ref = { projectId: PROJECT_ID, serviceId: service.id };
  const collected = collectMetrics();
  const look = (
    more: Partial<ServiceMessage> & { readonly store?: Store; readonly options?: DeriveOptions } = {},
  ) => {
    const { store = world.store, options, ...message } = more;
    const deps = { upstream: world.upstream, store, now: world.now, ...collected };
    return deriveService(deps, { ...ref, reason: "changed", state: null, ...message }, options);
  };
  return { world, service, ref, look, ...collected };
}

/** Counts what is put. */
function countPuts(): { readonly interceptor: Interceptor; readonly puts: () => number } {
  let count = 0;
  return {
    interceptor: (request) => {
      if (request.operation === "PutItem") count += 1;
      return request.send();
    },
    puts: () => count,
  };
}

/** The window of events that the last sync requested, ms from {@link START_MS}. */
function lastWindow({ simulator }: World): { from: number | null; to: number } {
  const query = new URLSearchParams(simulator.requests.list("events").at(-1)?.query);
  const from = query.get("start_time");
  return {
    from: from === null ? null : Number(from) - START_MS,
    to: Number(query.get("end_time")) - START_MS,
  };
}

const outcomes = async ({ world, ref }: Awaited<ReturnType<typeof startWithService>>) =>
  (await storedDeployments(world.store, ref)).map(({ deployment }) => deployment.outcome);

describe("the window of a sync", () => {
  test("of a service never seen everything; then from the latest deployment on, with an overlap", async () => {
    const startMs = START_MS - 30 * MINUTE_MS;
    const { world, look } = await startWithService(deploymentEvents(startMs));
    expect(await look()).toEqual({ eventsRead: 10, writes: 2, deployments: 1, owed: null });
    expect(lastWindow(world)).toEqual({ from: null, to: -2_000 });
    await look();
    // The client asks for one millisecond more, and cuts it off.
    expect(lastWindow(world)).toEqual({ from: -40 * MINUTE_MS - 1, to: -2_000 });
  });

  test("what is known already writes nothing", async () => {
    const { world, look } = await startWithService(deploymentEvents(START_MS - 30 * MINUTE_MS));
    const { interceptor, puts } = countPuts();
    const store = world.storeBehind(interceptor);
    const state = { name: "mine", status: "running", transitionAtMs: START_MS - 28 * MINUTE_MS };
    await look({ store, state });
    // The service's head, its day, and the mark that the project's day is due.
    expect(puts()).toBe(3);
    expect(await look({ store, state })).toEqual({ eventsRead: 10, writes: 0, deployments: 0, owed: null });
    expect(await look({ store })).toMatchObject({ writes: 0 });
    expect(puts()).toBe(3);
  });

  test("the window is closed: what was written within the last two seconds waits for the next sync", async () => {
    const { world, look } = await startWithService([
      normalEvent(START_MS - 1_000, "start to deploy service"),
    ]);
    expect(await look()).toMatchObject({ eventsRead: 0, deployments: 0 });
    world.clock.nowMs += MINUTE_MS;
    expect(await look()).toMatchObject({ eventsRead: 1, deployments: 1 });
  });

  test("more than a page, and 1,000 events within one millisecond, each once", async () => {
    const atMs = START_MS - 10 * MINUTE_MS;
    const burst = Array.from({ length: 1_000 }, (_, i) =>
      normalEvent(atMs + 5, `Pod mine-${i} is being scheduled.`),
    );
    const tail = Array.from({ length: 700 }, (_, i) => normalEvent(atMs + 6 + i, `Pod mine-${i} is ready.`));
    const setup = await startWithService([normalEvent(atMs, "start to deploy service"), ...burst, ...tail]);
    const { world, service, look, ref } = setup;
    expect(await look()).toMatchObject({ eventsRead: 1_701, deployments: 1 });
    expect(await look()).toMatchObject({ eventsRead: 1_701, writes: 0 });
    await expectComplete(world, service);
    const [stored] = await storedDeployments(world.store, ref);
    expect(stored?.deployment).toMatchObject({ eventCount: 1_701, unclassified: 1_700, outcome: null });
  });
});

describe("late, repeated and corrected events", () => {
  test("an event that comes minutes late changes the deployment it belongs to, and its day's rollup", async () => {
    const startMs = START_MS - 30 * MINUTE_MS;
    const events = deploymentEvents(startMs);
    const late = events.splice(7, 1);
    const setup = await startWithService(events);
    const { world, service, look, ref } = setup;
    await look();
    const [before] = await storedDeployments(world.store, ref);
    service.emit(...late);
    expect(await look()).toMatchObject({ deployments: 1 });
    const [after] = await storedDeployments(world.store, ref);
    expect(before?.deployment.phases).not.toEqual(after?.deployment.phases);
    await expectComplete(world, service);
  });

  test("an event before the begin of everything known cuts a new deployment off in front", async () => {
    const startMs = START_MS - 30 * MINUTE_MS;
    const { world, service, look, ref } = await startWithService(deploymentEvents(startMs));
    await look();
    service.emit(normalEvent(startMs - 5 * MINUTE_MS, "start to deploy service"));
    await look();
    const stored = await storedDeployments(world.store, ref);
    expect(stored.map(({ deployment }) => deployment.outcome)).toEqual(["superseded", "success"]);
    await expectComplete(world, service);
  });

  test("a window that begins inside of a deployment does not cut it in half, even when the upstream forgot its begin", async () => {
    const startMs = START_MS - 29 * DAY_MS;
    const { world, service, look, ref } = await startWithService([
      ...deploymentEvents(startMs).slice(0, 5),
      normalEvent(START_MS - MINUTE_MS, "[resnet 1.0.0] schedule resource success"),
    ]);
    world.clock.nowMs = startMs + 5 * MINUTE_MS;
    await look();
    // A month later the upstream has cleared the begin; what is left of the deployment goes on.
    world.clock.nowMs = START_MS + 2 * DAY_MS;
    service.emit(normalEvent(START_MS + DAY_MS, "Service mine started."));
    expect(await look()).toMatchObject({ eventsRead: 2, deployments: 1 });
    const stored = await storedDeployments(world.store, ref);
    expect(stored.map(({ deployment }) => [deployment.startedAtMs, deployment.outcome])).toEqual([
      [startMs, "success"],
    ]);
    await expectExactRollups(world.store, ref);
  });
});

describe("status and configuration", () => {
  test("a service that is running closes a deployment whose success nobody announced", async () => {
    const startMs = START_MS - 10 * MINUTE_MS;
    const setup = await startWithService(deploymentEvents(startMs).slice(0, -1));
    const { look, world, ref } = setup;
    await look();
    expect(await outcomes(setup)).toEqual([null]);
    const state = { name: "mine", status: "running", transitionAtMs: startMs + 95_000 };
    await look({ state });
    const [stored] = await storedDeployments(world.store, ref);
    expect(stored?.deployment).toMatchObject({
      outcome: "success",
      endedBy: "service_status",
      totalMs: 95_000,
    });
    // A later transition says nothing of that attempt.
    await look({ state: { ...state, status: "stopped", transitionAtMs: startMs + 200_000 } });
    expect(await outcomes(setup)).toEqual(["success"]);
  });

  test("the update that a deployment carried out is read once, again for its result, and then not any more", async () => {
    const { world, service, look, ref } = await startWithService();
    const startMs = START_MS + MINUTE_MS;
    const models = [{ model: { name: "resnet", version: "1.0.0" }, weight: 100 }];
    const update = { updatedAtMs: startMs - 300, endedAtMs: startMs + 90_000, succeeded: true, models };
    service.logUpdate(update);
    service.emit(...deploymentEvents(startMs));
    const logCalls: number[] = [];
    for (const minute of [2, 3, 4, 30, 31]) {
      world.clock.nowMs = START_MS + minute * MINUTE_MS;
      world.simulator.requests.clear();
      await look();
      logCalls.push(world.simulator.requests.count("update_logs"));
    }
    const [stored] = await storedDeployments(world.store, ref);
    expect(stored?.configuration).toMatchObject({
      updatedAtMs: startMs - 300,
      result: "success",
      models: [{ name: "resnet", version: "1.0.0", weightPercent: 100 }],
    });
    expect(logCalls).toEqual([1, 1, 0, 0, 0]);
  });

  test("a start, which carries out none, does not hide the update before it", async () => {
    const startMs = START_MS - DAY_MS;
    const { world, service, look, ref } = await startWithService([
      ...deploymentEvents(startMs),
      normalEvent(START_MS - 30 * MINUTE_MS, "start to start service"),
    ]);
    const models = [{ model: { name: "resnet", version: "1.0.0" }, weight: 100 }];
    service.logUpdate({
      updatedAtMs: startMs - 300,
      endedAtMs: startMs + 90_000,
      succeeded: true,
      models,
    });
    await look();
    const stored = await storedDeployments(world.store, ref);
    expect(
      stored.map(({ deployment, configuration }) => [deployment.kind, configuration?.updatedAtMs]),
    ).toEqual([
      ["deploy", startMs - 300],
      ["start", undefined],
    ]);
    world.simulator.requests.clear();
    await look();
    expect(world.simulator.requests.count("update_logs")).toBe(0);
  });

  test("without leave to read update logs, deployments are derived all the same", async () => {
    const setup = await startWithService(deploymentEvents(START_MS - 10 * MINUTE_MS));
    setup.world.simulator.faults.add({
      routes: ["update_logs"],
      fault: { kind: "wrong_shape" },
    });
    await setup.look();
    expect(await outcomes(setup)).toEqual(["success"]);
    expect(setup.lines.join("\n")).toContain("update logs cannot be read");
  });

  test("of a service that was deleted, what was last seen closes what was open", async () => {
    const setup = await startWithService(deploymentEvents(START_MS - 10 * MINUTE_MS).slice(0, 4));
    await setup.look();
    setup.world.simulator.removeService(PROJECT_ID, setup.service.id);
    const state = { name: "mine", status: "stopped", transitionAtMs: START_MS - 5 * MINUTE_MS };
    await setup.look({ state });
    expect(await outcomes(setup)).toEqual(["cancelled"]);
  });

  test("an upstream that does not answer leaves a debt, one write, within its deadline", async () => {
    const { world, look } = await startWithService(deploymentEvents(START_MS - 10 * MINUTE_MS));
    const { interceptor, puts } = countPuts();
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "black_hole" } });
    const options = { deadlineMs: world.now() + 200 };
    const owed = {
      sinceMs: START_MS,
      fromMs: null,
      cause: "upstream",
      error: expect.stringContaining("no complete answer"),
    };
    expect(await look({ store: world.storeBehind(interceptor), options })).toMatchObject({ owed });
    expect(puts()).toBe(1);
  });
});

test("metrics: how many events and deployments, how late, and texts that nobody understands", async () => {
  const { world, service, look, sums, lines } = await startWithService(
    deploymentEvents(START_MS - 30 * MINUTE_MS),
  );
  await look();
  expect(sums()).toEqual({ EventsRead: 10, DeploymentsWritten: 1 });
  service.emit(normalEvent(START_MS - 7_000, "the flux capacitor is charging"));
  await look();
  expect(sums()).toEqual({
    EventsRead: 21,
    DeploymentsWritten: 1,
    EventsUnclassified: 1,
    IngestDelay: 7_000,
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: "INFO", count: 1, texts: ["the flux capacitor is charging"] },
  ]);
  await look();
  expect(sums().EventsUnclassified).toBe(1);
  expect(world.now()).toBe(START_MS);
});
