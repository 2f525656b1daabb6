import { Session } from "node:inspector/promises";
import { expect, test } from "vitest";
import { collectMetrics } from "../testing/collect-metrics.ts";
import { deploymentEvents } from "../testing/feed.ts";
import { normalEvent, PROJECT_ID, START_MS, startWorld } from "../testing/world.ts";
import { deriveService } from "./index.ts";

const MINUTE_MS = 60_000;

/** Numbers of calls per function during some work, as counted by V8. */
async function callsDuring(work: () => Promise<unknown>): Promise<(name: string, file: RegExp) => number> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await session.post("Profiler.takePreciseCoverage");
  await work();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  return (name, file) =>
    result
      .filter(({ url }) => file.test(url))
      .flatMap(({ functions }) => functions.filter(({ functionName }) => functionName === name))
      .reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
}

const derivations = ["deriveDeployments", /core\/src\/derive\/index\.ts/] as const;
const classifications = ["classify", /core\/src\/classify\/index\.ts/] as const;

test("one sync derives once and classifies each event once, whether or not update logs are due", async () => {
  const world = await startWorld();
  const events = deploymentEvents(START_MS - 30 * MINUTE_MS);
  const service = world.simulator.addService({ name: "mine", projectId: PROJECT_ID, events });
  const collected = collectMetrics();
  const deps = { upstream: world.upstream, store: world.store, now: world.now, ...collected };
  const message = { projectId: PROJECT_ID, serviceId: service.id, reason: "changed", state: null } as const;
  const sync = () => callsDuring(() => deriveService(deps, message));
  const logsRead = () => world.simulator.requests.count("update_logs");

  const first = await sync();
  expect([first(...derivations), first(...classifications)]).toEqual([1, events.length]);
  expect(logsRead()).toBe(1);

  const withoutNews = await sync();
  expect([withoutNews(...derivations), withoutNews(...classifications)]).toEqual([1, events.length]);

  const update = [
    normalEvent(START_MS, "The service is being updated."),
    normalEvent(START_MS + 1, "nobody has ever normalEvent this"),
  ];
  service.emit(...update);
  world.clock.nowMs += MINUTE_MS;
  const third = await sync();
  expect(third(...derivations)).toBe(1);
  expect(third(...classifications)).toBeLessThanOrEqual(events.length + update.length);
  expect(logsRead()).toBeGreaterThan(1);
  expect(collected.sums().EventsUnclassified).toBe(1);
});
