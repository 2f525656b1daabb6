import { durationStatistics } from "@deploy-lens/core/statistics";
import type { PlannedAttempt } from "@deploy-lens/simulator/service/plan";
import { describe, expect, test } from "vitest";
import { deploymentEvents } from "./testing/feed.ts";
import { expectProjectExact } from "./testing/truth.ts";
import { PROJECT_ID, START_MS, startWorld } from "./testing/world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** `SCALE_SERVICES=200` for the full measure. */
const SERVICES = Number(process.env.SCALE_SERVICES ?? 16);
const DAYS = 30;

/** Of attempts that are over, how many ended how, by their text; what only a status tells nobody saw in time. */
function countOutcomes(attempts: readonly PlannedAttempt[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome, endedAtMs, endedBy } of attempts) {
    if (endedAtMs > START_MS || endedBy === "service_status") continue;
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

describe("a service that never rests", () => {
  test("2,000 deployments on one day, followed hour by hour", { timeout: 300_000 }, async ({ annotate }) => {
    const world = await startWorld();
    const midnightMs = Math.floor(START_MS / DAY_MS) * DAY_MS;
    const events = Array.from({ length: 2_000 }, (_, i) =>
      deploymentEvents(midnightMs + i * 43_000, `resnet 1.0.${i % 7}`, 30 + (i % 10)),
    ).flat();
    const service = world.simulator.addService({ name: "restless", projectId: PROJECT_ID, events });
    const ref = { projectId: PROJECT_ID, serviceId: service.id };
    const pipeline = world.pipeline();
    const startedMs = performance.now();
    for (let hour = 1; hour <= 25; hour++) {
      world.clock.nowMs = midnightMs + hour * 60 * MINUTE_MS;
      service.changeStatus({ atMs: world.clock.nowMs - MINUTE_MS, status: "running" });
      expect(await pipeline.tick()).toMatchObject({ failed: 0 });
    }
    await annotate(`${events.length} events ingested in ${Math.round(performance.now() - startedMs)} ms`);
    await expectProjectExact(world, PROJECT_ID);
    const window = { fromMs: midnightMs, toMs: midnightMs + DAY_MS };
    const source = await world.store.statisticsSource({ ...ref, ...window });
    const statistics = durationStatistics(window, source, world.clock.nowMs);
    expect(statistics).toMatchObject({ method: "histogram", outcomes: { success: 2_000 } });
    const { n, min, max } = statistics.total;
    expect(n).toBe(2_000);
    expect(Math.abs((min ?? 0) / 30_000 - 1)).toBeLessThanOrEqual(statistics.relativeError);
    expect(Math.abs((max ?? 0) / 39_000 - 1)).toBeLessThanOrEqual(statistics.relativeError);
  });
});

describe("a project", () => {
  test(`a month of ${SERVICES} services, taken in at first sight and asked for its statistics`, {
    timeout: 60_000 + SERVICES * 6_000,
  }, async ({ annotate }) => {
    const world = await startWorld({
      scenario: {
        seed: "month",
        services: SERVICES,
        days: DAYS,
        anchorMs: START_MS,
        live: false,
        sample: false,
      },
    });
    const pipeline = world.pipeline({ timeoutMs: 120_000 });
    let startedMs = performance.now();
    expect(await pipeline.tick()).toEqual({ listed: SERVICES, queued: SERVICES, outdated: 0, failed: 0 });
    const ingestMs = Math.round(performance.now() - startedMs);

    const window = { fromMs: START_MS - DAYS * DAY_MS, toMs: START_MS };
    startedMs = performance.now();
    const source = await world.store.statisticsSource({
      projectId: PROJECT_ID,
      groupBy: ["phase"],
      ...window,
    });
    const statistics = durationStatistics({ groupBy: ["phase"], ...window }, source, START_MS);
    const queryMs = Math.round(performance.now() - startedMs);

    const attempts = world.simulator.services().flatMap((service) => service.attempts(START_MS));
    const events = world.simulator
      .services()
      .reduce((sum, service) => sum + service.events(START_MS).length, 0);
    await annotate(
      `${events} events, ${attempts.length} attempts of ${SERVICES} services ingested in ${ingestMs} ms; ` +
        `statistics over ${DAYS} days of the project in ${queryMs} ms (${statistics.method}, n = ${statistics.total.n})`,
    );
    const counted = Object.values(statistics.outcomes).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(attempts.filter(({ startedAtMs }) => startedAtMs < START_MS - 2_000).length);
    for (const [outcome, count] of countOutcomes(attempts)) {
      expect(new Map(Object.entries(statistics.outcomes)).get(outcome)).toBeGreaterThanOrEqual(count);
    }
    await expectProjectExact(world, PROJECT_ID);

    world.simulator.requests.clear();
    world.clock.nowMs += 10 * MINUTE_MS;
    await pipeline.tick();
    expect(world.simulator.requests.count("services")).toBe(1);
    expect(world.simulator.requests.count("events")).toBeLessThan(SERVICES / 4 + 4);
  });
});
