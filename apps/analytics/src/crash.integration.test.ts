import { createRandom } from "@deploy-lens/simulator/random";
import type { ScriptedService } from "@deploy-lens/simulator/service/scripted";
import { storedDeployments } from "@deploy-lens/store/testing/expected";
import { FAULTS, randomFaults } from "@deploy-lens/store/testing/faults";
import type { Interceptor } from "@deploy-lens/store/testing/requests";
import { describe, expect, test } from "vitest";
import type { LocalPipeline } from "./local/index.ts";
import { deploymentEvents } from "./testing/feed.ts";
import { expectComplete } from "./testing/truth.ts";
import { normalEvent, startWorld, type World } from "./testing/world.ts";

const MINUTE_MS = 60_000;
/** Ten minutes before midnight UTC, so that the story spreads over two days. */
const EVE_MS = Date.parse("2026-11-23T23:50:00.000Z");

/** A service's evening: one deployment fails, the next goes over midnight, an update is cut off by another. */
function story(service: ScriptedService): readonly (() => number)[] {
  const at = (minute: number) => EVE_MS + minute * MINUTE_MS;
  return [
    () => {
      service.emit(
        ...deploymentEvents(at(0)).slice(0, 6),
        normalEvent(at(2), "Failed to start service mine."),
      );
      service.changeStatus({ atMs: at(0), status: "deploying" });
      service.changeStatus({ atMs: at(2) + 200, status: "failed" });
      return at(4);
    },
    () => {
      service.emit(...deploymentEvents(at(5), "resnet 1.0.1", 600).slice(0, 5));
      service.changeStatus({ atMs: at(5), status: "deploying" });
      service.logUpdate({ updatedAtMs: at(5), endedAtMs: at(15), succeeded: true, models: [] });
      return at(9);
    },
    () => {
      service.emit(...deploymentEvents(at(5), "resnet 1.0.1", 600).slice(5));
      service.changeStatus({ atMs: at(15) + 100, status: "running" });
      return at(18);
    },
    () => {
      service.emit(
        normalEvent(at(20), "The service is being updated."),
        normalEvent(at(20) + 900, "preparing environment"),
        normalEvent(at(21), "The service is being updated."),
      );
      service.changeStatus({ atMs: at(20), status: "deploying" });
      return at(22);
    },
    () => {
      // Late: it belongs before the second update.
      service.emit(normalEvent(at(20) + 950, "[resnet 1.0.2] prepare environment success"));
      service.changeStatus({ atMs: at(24), status: "running" });
      return at(27);
    },
  ];
}

/** Ticks until nothing fails and nothing is queued any more. */
async function tickUntilQuiet(world: World, pipeline: LocalPipeline): Promise<void> {
  for (let round = 0; round < 40; round++) {
    const report = await pipeline.tick();
    if (report.failed === 0 && report.queued === 0) return;
    world.clock.nowMs += 30_000;
  }
}

/**
 * Lives the story, in a project of its own, with something between store and table. A process that dies is replaced by a new
 * one, which knows nothing.
 */
async function live(world: World, projectId: string, interceptor: Interceptor): Promise<ScriptedService> {
  world.clock.nowMs = EVE_MS;
  const service = world.simulator.addService({ name: "mine", projectId });
  const store = world.storeBehind(interceptor);
  for (const chapter of story(service)) {
    world.clock.nowMs = chapter();
    for (let life = 0; life < 20; life++) {
      const report = await world.pipeline({ store, projectIds: [projectId] }).tick();
      if (report.failed === 0) break;
    }
  }
  world.clock.nowMs = EVE_MS + 35 * MINUTE_MS;
  await tickUntilQuiet(world, world.pipeline({ projectIds: [projectId] }));
  return service;
}

/** Lets the nth write, counted from 1, go wrong. */
function nthWrite(
  n: number,
  fault: Interceptor,
): { readonly interceptor: Interceptor; readonly writes: () => number } {
  let writes = 0;
  return {
    interceptor: (request) => {
      if (request.operation === "PutItem") writes += 1;
      return request.operation === "PutItem" && writes === n ? fault(request) : request.send();
    },
    writes: () => writes,
  };
}

/** The stored data of a service, without its ids. */
async function storedOf({ store }: World, { projectId, id }: ScriptedService) {
  const stored = await storedDeployments(store, { projectId, serviceId: id });
  return stored.map(({ deployment, configuration }) => ({
    ...deployment,
    id: "",
    serviceId: "",
    configuration,
  }));
}

describe("a crash before and after any write", () => {
  test.each(["lostRequest", "lostAnswer"] as const)("%s", { timeout: 120_000 }, async (fault) => {
    const world = await startWorld();
    const clean = nthWrite(0, FAULTS.lostRequest);
    const expected = await storedOf(world, await live(world, "undisturbed", clean.interceptor));
    expect(expected.map(({ outcome }) => outcome)).toEqual(["failure", "success", "superseded", "success"]);
    expect(clean.writes()).toBeGreaterThan(10);
    for (let n = 1; n <= clean.writes(); n++) {
      const service = await live(world, `crash-at-${n}`, nthWrite(n, FAULTS[fault]).interceptor);
      await expectComplete(world, service);
      expect(await storedOf(world, service)).toEqual(expected);
    }
  });
});

describe("everything goes wrong, again and again", () => {
  test("a third of all requests, three workers at once on each service, messages repeated", {
    timeout: 120_000,
  }, async () => {
    const world = await startWorld();
    const expected = await storedOf(world, await live(world, "undisturbed", (request) => request.send()));
    for (let seed = 1; seed <= 8; seed++) {
      const projectId = `seed-${seed}`;
      const random = createRandom(projectId);
      world.clock.nowMs = EVE_MS;
      const service = world.simulator.addService({ name: "mine", projectId });
      const workers = Array.from({ length: 3 }, () =>
        world.storeBehind(randomFaults(() => random.between(0, 1), 0.33)),
      );
      for (const chapter of story(service)) {
        world.clock.nowMs = chapter();
        for (let life = 0; life < 4; life++) {
          await Promise.all(
            workers.map((store) => world.pipeline({ store, projectIds: [projectId] }).tick()),
          );
        }
      }
      world.clock.nowMs = EVE_MS + 35 * MINUTE_MS;
      await tickUntilQuiet(world, world.pipeline({ projectIds: [projectId] }));
      await expectComplete(world, service);
      expect(await storedOf(world, service)).toEqual(expected);
    }
  });
});
