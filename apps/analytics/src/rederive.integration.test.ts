import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { expectExactRollups, storedDeployments } from "@deploy-lens/store/testing/expected";
import { withoutModels } from "@deploy-lens/store/testing/feed";
import type { Interceptor } from "@deploy-lens/store/testing/requests";
import { expect, test } from "vitest";
import { collectMetrics } from "./testing/collect-metrics.ts";
import { deploymentEvents } from "./testing/feed.ts";
import { expectComplete } from "./testing/truth.ts";
import { PROJECT_ID, START_MS, startWorld, type World } from "./testing/world.ts";

const DAY_MS = 86_400_000;

/** Writes as a version did that knew of no versions. */
const asBeforeVersions: Interceptor = ({ operation, input, send }) => {
  if (operation !== "PutItem") return send();
  const { derivedBy: _, ...item } = input.Item as Record<string, { B?: Uint8Array }>;
  if (item.head?.B === undefined) return send({ ...input, Item: item });
  const { derivedBy: __, rederived: ___, ...head } = JSON.parse(brotliDecompressSync(item.head.B).toString());
  const packed = brotliCompressSync(Buffer.from(JSON.stringify(head)));
  return send({ ...input, Item: { ...item, head: { B: packed } } });
};

/** Services whose history an older version left, which took no notice of models. */
async function startWithOldHistory(names: readonly string[]): Promise<World> {
  const world = await startWorld();
  const events = Array.from({ length: 5 }, (_, i) =>
    deploymentEvents(START_MS - (20 - 4 * i) * DAY_MS),
  ).flat();
  for (const name of names) world.simulator.addService({ name, id: name, projectId: PROJECT_ID, events });
  const store = world.storeBehind(asBeforeVersions);
  await world.pipeline({ store }).tick();
  for (const serviceId of names) {
    await store.rederive({ projectId: PROJECT_ID, serviceId, derive: withoutModels });
    expect(await modelsOf(world, serviceId)).toEqual([0, 0, 0, 0, 0]);
  }
  return world;
}

async function modelsOf({ store }: World, serviceId: string): Promise<number[]> {
  const deployments = await storedDeployments(store, { projectId: PROJECT_ID, serviceId });
  return deployments.map(({ deployment }) => deployment.models.length);
}

test("histories of an older version are derived again in the background, some on each tick, and then never more", async () => {
  const names = ["a", "b", "c"];
  const world = await startWithOldHistory(names);
  const { metrics, sums, log, lines } = collectMetrics();
  let puts = 0;
  const store = world.storeBehind(({ operation, send }) => {
    if (operation === "PutItem") puts += 1;
    return send();
  });
  const left: number[] = [];
  const pipeline = world.pipeline({ store, metrics, log, timing: { rederivedAtOnce: 2 } });
  world.simulator.requests.clear();
  for (let tick = 0; tick < 3; tick++) left.push((await pipeline.tick()).outdated);
  expect(left).toEqual([3, 1, 0]);
  expect(sums().ServicesOutdated).toBe(4);
  expect(lines.filter((line) => line.includes("a history was derived again"))).toHaveLength(3);
  for (const serviceId of names) {
    expect(await modelsOf(world, serviceId)).toEqual([1, 1, 1, 1, 1]);
    expect(await store.readHead({ projectId: PROJECT_ID, serviceId })).toMatchObject({
      derivedBy: DERIVATION_VERSION,
      rederived: null,
    });
    await expectExactRollups(store, { projectId: PROJECT_ID, serviceId });
  }
  for (const service of world.simulator.services(PROJECT_ID)) await expectComplete(world, service);
  expect(await store.readDiscovery(PROJECT_ID)).toMatchObject({ derivedBy: DERIVATION_VERSION });

  puts = 0;
  expect(await pipeline.tick()).toMatchObject({ outdated: 0 });
  expect(puts).toBe(0);
});

test("asks the upstream nothing for it, and starts again where it was stopped", async () => {
  const world = await startWithOldHistory(["a"]);
  const ref = { projectId: PROJECT_ID, serviceId: "a" };
  const stopped = await world.store.rederive({ ...ref, daysAtOnce: 2, resume: true, hasTime: () => false });
  expect(stopped.throughMs).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(await world.store.readHead(ref)).toMatchObject({
    derivedBy: 1,
    rederived: { by: DERIVATION_VERSION, throughMs: stopped.throughMs },
  });
  const done = await world.store.rederive({ ...ref, resume: true });
  expect(stopped.deployments + done.deployments).toBe(5);
  expect(stopped.differences + done.differences).toBe(5);
  expect(await world.store.outdatedServices(PROJECT_ID)).toEqual([]);
  expect(await world.store.rederive({ ...ref, resume: true })).toMatchObject({ writes: 0 });
});
