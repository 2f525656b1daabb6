import { describe, expect, test } from "vitest";
import type { ServiceMessage } from "../queue/service-message.ts";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { START_MS, startWorld } from "../testing/world.ts";
import { createDiscoverHandler } from "./handler.ts";

const MINUTE_MS = 60_000;

async function startHandler(
  watched: readonly { projectId: string; serviceId: string }[] = [],
  giveSecondChances = async () => 0,
) {
  const world = await startWorld();
  for (const projectId of ["a", "b", "c"]) {
    const transitions = [{ atMs: START_MS - 10 * MINUTE_MS, status: "running" as const }];
    world.simulator.addService({
      name: `of-${projectId}`,
      id: `service-${projectId}`,
      projectId,
      transitions,
    });
  }
  const messages: ServiceMessage[] = [];
  const queue = { send: async (more: readonly ServiceMessage[]) => void messages.push(...more) };
  const collected = collectMetrics();
  const handler = createDiscoverHandler({
    ...world,
    ...collected,
    queue,
    projectIds: ["a", "b", "c"],
    watchedServices: watched,
    giveSecondChances,
  });
  const run = (remainingMs: () => number = () => 30_000) =>
    handler({ "detail-type": "Scheduled Event" }, { getRemainingTimeInMillis: remainingMs });
  return {
    world,
    run,
    queuedProjects: () => messages.map(({ projectId }) => projectId).sort(),
    ...collected,
  };
}

describe("a tick in the cloud", () => {
  test("scans every project", async () => {
    const { run, queuedProjects, sums } = await startHandler();
    await run();
    expect(queuedProjects()).toEqual(["a", "b", "c"]);
    expect(sums()).toEqual({
      DiscoverCompleted: 3,
      ServicesListed: 3,
      ServicesQueued: 3,
      ServicesOwed: 0,
    });
  });

  test("gives dead letters a second chance while the upstream is well, and survives their queue", async () => {
    let given = 0;
    const { world, run, sums, lines } = await startHandler([], async () => {
      given += 1;
      if (given > 1) throw new Error("the queue is away");
      return 2;
    });
    await run();
    await run();
    expect(sums()).toMatchObject({ MessagesRevived: 2, DiscoverCompleted: 6 });
    expect(lines.join("\n")).toContain("the queue is away");
    world.simulator.faults.add({ routes: ["services"], fault: { kind: "wrong_shape" } });
    await expect(run()).rejects.toThrow("3 of 3 projects");
    expect(given).toBe(2);
  });

  test("one project that fails keeps the others from nothing, and is an error in the end", async () => {
    const { world, run, queuedProjects, sums } = await startHandler();
    world.simulator.faults.add({ routes: ["services"], fault: { kind: "wrong_shape" }, times: 1 });
    await expect(run()).rejects.toThrow("1 of 3 projects could not be scanned");
    expect(queuedProjects()).toHaveLength(2);
    expect(sums()).toMatchObject({ DiscoverCompleted: 2, DiscoverFailed: 1 });
    await run();
    expect(queuedProjects()).toEqual(expect.arrayContaining(["a", "b", "c"]));
  });

  test("a watched project is not listed, the others are", async () => {
    const { world, run, queuedProjects } = await startHandler([{ projectId: "b", serviceId: "service-b" }]);
    await run();
    expect(queuedProjects()).toEqual(["a", "b", "c"]);
    const paths = world.simulator.requests.list().map(({ path }) => path);
    expect(paths.sort()).toEqual(["/v1/a/services", "/v1/b/services/service-b", "/v1/c/services"]);
  });

  test("reports the projects that it had no time to scan", async () => {
    const { run, queuedProjects, lines } = await startHandler();
    let first = true;
    const remainingMs = () => {
      const left = first ? 10_000 : 100;
      first = false;
      return left;
    };
    await expect(run(remainingMs)).rejects.toThrow("3 of 3 projects");
    expect(queuedProjects()).toEqual([]);
    expect(lines.join("\n")).toContain("no time was left for this project");
  });
});
