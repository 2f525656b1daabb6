import { withoutModels } from "@deploy-lens/store/testing/feed";
import { expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { expectComplete } from "../testing/truth.ts";
import { PROJECT_ID, START_MS, startWorld, type World } from "../testing/world.ts";
import { createJobHandler, type JobReport } from "./handler.ts";

const DAY_MS = 86_400_000;
const NAMES = ["a", "b", "c"];

async function startHistory(): Promise<World> {
  const world = await startWorld();
  for (const name of NAMES) {
    const events = [20, 12, 4].flatMap((days) => deploymentEvents(START_MS - days * DAY_MS));
    world.simulator.addService({ name, id: name, projectId: PROJECT_ID, events });
  }
  return world;
}

/** Starts part after part, as the command does. @param tickMs What each reading of the clock takes. */
async function run(world: World, job: string, tickMs: number): Promise<JobReport[]> {
  const { upstream, store, clock } = world;
  const now = () => {
    clock.nowMs += tickMs;
    return clock.nowMs;
  };
  const handler = createJobHandler({
    projectIds: [PROJECT_ID],
    upstream,
    store,
    log: collectMetrics().log,
    now,
  });
  const parts: JobReport[] = [];
  do {
    const request = { job, fromMs: START_MS - 30 * DAY_MS, after: parts.at(-1)?.next ?? null };
    parts.push(await handler(request, { getRemainingTimeInMillis: () => 900_000 }));
  } while (parts.at(-1)?.next !== null);
  return parts;
}

test("a backfill reads the month of every service, and a second one finds nothing new", async () => {
  const world = await startHistory();
  const [part, ...more] = await run(world, "backfill", 0);
  expect(part).toMatchObject({ services: 3, done: 3, deployments: 9, failures: [], next: null });
  expect(more).toEqual([]);
  for (const service of world.simulator.services(PROJECT_ID)) await expectComplete(world, service);
  expect(await run(world, "backfill", 0)).toMatchObject([{ done: 3, deployments: 0, writes: 0 }]);
});

test("a rebuild derives the past again", async () => {
  const world = await startHistory();
  await run(world, "backfill", 0);
  await world.store.rederive({ projectId: PROJECT_ID, serviceId: "b", derive: withoutModels });
  expect(await run(world, "rebuild", 0)).toMatchObject([{ services: 3, done: 3, failures: [] }]);
  for (const service of world.simulator.services(PROJECT_ID)) await expectComplete(world, service);
});

test("a part ends when its time is up, and the next goes on after it: each service once", async () => {
  const world = await startHistory();
  const parts = await run(world, "backfill", 30_000);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.reduce((sum, { done }) => sum + done, 0)).toBe(3);
  expect(parts.map(({ next }) => next)).toEqual([...parts.slice(0, -1).map(() => expect.any(String)), null]);
  for (const service of world.simulator.services(PROJECT_ID)) await expectComplete(world, service);
});

test("a service that fails is named, and does not keep the others from being done", async () => {
  const world = await startHistory();
  const { upstream, now, store: table } = world;
  const store: typeof table = {
    ...table,
    ingest: (input) => (input.serviceId === "b" ? Promise.reject(new Error("no")) : table.ingest(input)),
  };
  const handler = createJobHandler({
    projectIds: [PROJECT_ID],
    upstream,
    store,
    log: collectMetrics().log,
    now,
  });
  const report = await handler({ job: "backfill" }, { getRemainingTimeInMillis: () => 900_000 });
  expect(report).toMatchObject({ done: 3, failures: [{ serviceId: "b" }], next: null });
});

test("what is no job is refused", async () => {
  const { upstream, store, now } = await startHistory();
  const handler = createJobHandler({
    projectIds: [PROJECT_ID],
    upstream,
    store,
    log: collectMetrics().log,
    now,
  });
  await expect(handler({ job: "drop" }, { getRemainingTimeInMillis: () => 1 })).rejects.toThrow();
});
