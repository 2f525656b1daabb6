import { expect, test, vi } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { START_MS, startWorld } from "../testing/world.ts";
import { createAuditHandler } from "./handler.ts";

const PROJECTS = ["a", "b", "c"];

async function startHandler() {
  const world = await startWorld();
  for (const projectId of PROJECTS)
    world.simulator.addService({
      ...{ name: `of-${projectId}`, projectId, events: deploymentEvents(START_MS - 600_000) },
      transitions: [{ atMs: START_MS - 500_000, status: "running" as const }],
    });
  await world.pipeline({ projectIds: PROJECTS }).tick();
  const collected = collectMetrics();
  const flush = vi.fn();
  const metrics = { ...collected.metrics, flush };
  const run = (store: Partial<typeof world.store> = {}, remainingMs = () => 30_000) => {
    const deps = { ...world, ...collected, metrics, sleep: async () => undefined, projectIds: PROJECTS };
    const handler = createAuditHandler({ ...deps, store: { ...world.store, ...store } });
    return handler({ "detail-type": "Scheduled Event" }, { getRemainingTimeInMillis: remainingMs });
  };
  const lines = () => collected.lines.map((line) => JSON.parse(line));
  return { ...collected, world, run, lines, flush };
}

test("an audit in the cloud covers every project", async () => {
  const { run, sums, lines, flush } = await startHandler();
  await run();
  expect(sums()).toEqual({ DaysAudited: 3, RollupDrift: 0, DerivationDrift: 0, AuditCompleted: 3 });
  expect(lines()).toMatchObject(PROJECTS.map((projectId) => ({ level: "INFO", projectId, daysAudited: 1 })));
  expect(flush).toHaveBeenCalledOnce();
});

test("a project that cannot be audited keeps the others from nothing, and is an error in the end", async () => {
  const { world, run, sums, lines, flush } = await startHandler();
  const listServices: typeof world.store.listServices = async (query) => {
    if (query.projectId === "b") throw new Error("the table is away");
    return world.store.listServices(query);
  };
  await expect(run({ listServices })).rejects.toThrow("1 of 3 projects could not be audited");
  expect(sums()).toMatchObject({ AuditCompleted: 2 });
  expect(lines().filter(({ level }) => level === "ERROR")).toMatchObject([{ projectId: "b" }]);
  expect(flush).toHaveBeenCalledOnce();
});

test("out of time, an audit says which projects it did not reach", async () => {
  const { run, sums, lines } = await startHandler();
  const left = [30_000, 30_000, 100, 100];
  const remainingMs = () => left.shift() ?? 100;
  await expect(run({}, remainingMs)).rejects.toThrow("2 of 3 projects could not be audited");
  expect(sums()).toMatchObject({ AuditCompleted: 1 });
  const late = lines().filter(({ level }) => level === "ERROR");
  expect(late).toMatchObject([{ projectId: "b" }, { projectId: "c" }]);
  expect(JSON.stringify(late)).toContain("no time was left for this project");
});
