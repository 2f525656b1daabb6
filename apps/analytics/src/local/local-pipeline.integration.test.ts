import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { expectComplete } from "../testing/truth.ts";
import { normalEvent, PROJECT_ID, START_MS, startWorld, type World } from "../testing/world.ts";

const MINUTE_MS = 60_000;

function addServices({ simulator }: World, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const startMs = START_MS - (10 + i) * MINUTE_MS;
    return simulator.addService({
      name: `service-${i}`,
      projectId: PROJECT_ID,
      events: deploymentEvents(startMs),
      transitions: [{ atMs: startMs + 90_200, status: "running" }],
    });
  });
}

/** Waits for what is going to be true; says what did not become so. */
async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitUntil(isTrue, { timeout: 30_000, interval: 5 }).catch((cause: unknown) => {
    throw new Error(`In 30 s it did not happen that ${what}`, { cause });
  });
}

describe("the loop", () => {
  test("ticks by itself until it is stopped, and then asks nothing any more", async () => {
    const world = await startWorld();
    const services = addServices(world, 3);
    const { requests } = world.simulator;
    const pipeline = world.pipeline({ tickMs: 5 });
    pipeline.start();
    pipeline.start();
    await until("the list was read three times", () => requests.count("services") >= 3);
    await pipeline.stop();
    const asked = requests.count();
    // A tick still due would come before this timer of ten ticks.
    await sleep(50);
    expect(requests.count()).toBe(asked);
    expect(requests.inFlight()).toBe(0);
    for (const service of services) await expectComplete(world, service);
  });

  test("stops at once in the middle of its work, and a restart does the rest", async () => {
    const world = await startWorld();
    const services = addServices(world, 12);
    const { faults, requests } = world.simulator;
    const slow = faults.add({ routes: ["events"], fault: { kind: "black_hole" }, skip: 3 });
    const pipeline = world.pipeline({ concurrency: 2 });
    pipeline.start();
    await until("events of five services were asked for", () => requests.count("events") >= 5);
    await pipeline.stop();
    expect(await world.store.readDiscovery(PROJECT_ID)).toMatchObject({ newestTransitionAtMs: null });
    faults.remove(slow);
    expect(await world.pipeline().tick()).toMatchObject({ failed: 0 });
    for (const service of services) await expectComplete(world, service);
  });

  test("outlives an upstream that fails for a while", async () => {
    const world = await startWorld();
    const [service] = addServices(world, 1);
    world.simulator.faults.add({ fault: { kind: "reset", when: "before_headers" }, times: 9 });
    const { log, lines } = collectMetrics();
    const pipeline = world.pipeline({ tickMs: 5, log });
    onTestFinished(() => pipeline.stop());
    pipeline.start();
    await until("the service was read", async () => {
      // The upstream's client pauses by the clock, which only moves when it is moved.
      world.clock.nowMs += 1_000;
      const { services } = await world.store.listServices({ projectId: PROJECT_ID });
      return services.some(({ latest, owed }) => latest !== null && owed === null);
    });
    await pipeline.stop();
    expect(lines.join("\n")).toContain("a project could not be scanned");
    if (service !== undefined) await expectComplete(world, service);
  });

  test("a table that fails for a while", async () => {
    const world = await startWorld();
    const [service] = addServices(world, 1);
    let failures = 10;
    const store = world.storeBehind((request) => {
      if (failures === 0) return request.send();
      failures -= 1;
      throw new Error("the table is away");
    });
    const pipeline = world.pipeline({ store });
    let ticks = 0;
    while ((await pipeline.tick()).failed > 0) ticks += 1;
    expect(ticks).toBeGreaterThan(1);
    if (service !== undefined) await expectComplete(world, service);
  });
});

describe("many services at once", () => {
  test("no more side by side than allowed", async () => {
    const world = await startWorld();
    addServices(world, 20);
    world.simulator.faults.add({ routes: ["events"], fault: { kind: "delay", ms: 10 } });
    await world.pipeline({ concurrency: 3 }).tick();
    expect(world.simulator.requests.count("events")).toBe(20);
    expect(world.simulator.requests.maxInFlight()).toBeLessThanOrEqual(3);
  });
});

test("an open deployment is as far as the upstream's answer, tick by tick, until it ends", async () => {
  const world = await startWorld();
  const startMs = START_MS - 500;
  const events = deploymentEvents(startMs, "resnet 1.0.0", 600);
  const service = world.simulator.addService({
    name: "slow",
    projectId: PROJECT_ID,
    events,
    transitions: [
      { atMs: startMs, status: "deploying" },
      { atMs: startMs + 600_200, status: "running" },
    ],
  });
  const pipeline = world.pipeline();
  const seen: (number | null)[] = [];
  for (let minute = 1; minute <= 12; minute++) {
    world.clock.nowMs = START_MS + minute * MINUTE_MS;
    await pipeline.tick();
    const { latest } = await world.store.readHead({ projectId: PROJECT_ID, serviceId: service.id });
    seen.push(latest?.totalMs ?? null);
    const settled = events.filter(({ occurredAtMs }) => occurredAtMs < world.clock.nowMs - 2_000);
    expect(latest?.lastEventAtMs).toBe(settled.at(-1)?.occurredAtMs);
  }
  // At ten minutes the last line is too young to be read; the service's status is not, and says it alone.
  expect(seen).toEqual([...Array.from({ length: 9 }, () => null), 600_200, 600_000, 600_000]);
  service.emit(normalEvent(START_MS + 20 * MINUTE_MS, "Auto stop has been disabled."));
  await expectComplete(world, service);
});
