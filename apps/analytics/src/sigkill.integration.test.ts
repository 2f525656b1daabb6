import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "@deploy-lens/simulator/random";
import { expect, test } from "vitest";
import { expectComplete } from "./testing/truth.ts";
import { PROJECT_ID, START_MS, startWorld, TABLE_NAME } from "./testing/world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** `KILLS=200` for the full measure. */
const KILLS = Number(process.env.KILLS ?? 8);
const CHILD = join(import.meta.dirname, "testing", "pipeline-process.ts");

test(`a pipeline that is killed ${KILLS} times while it works ends where an undisturbed one does`, {
  timeout: 60_000 + KILLS * 5_000,
}, async () => {
  const world = await startWorld({
    scenario: { seed: "killed", services: 10, days: 4, anchorMs: START_MS, live: false, sample: true },
    controlRoutes: true,
  });
  const random = createRandom("kills");
  world.clock.nowMs = START_MS - 3 * DAY_MS;
  const stepMs = (3 * DAY_MS) / (KILLS * 12);
  const { requests } = world.simulator;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(
      process.execPath,
      [CHILD, world.upstreamUrl, world.tableEndpoint, TABLE_NAME, PROJECT_ID],
      {
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    // By what it has asked, not by time: so it dies in the midst of its work on slow machines, too.
    const lastRequest = random.integer(2, 60);
    for (let step = 0; requests.count() < lastRequest && step < 2_000; step++) {
      if (requests.count("services") > 0 && step % 3 === 0) {
        world.clock.nowMs = Math.min(START_MS, Math.round(world.clock.nowMs + stepMs / 4));
      }
      await sleep(5);
    }
    expect(requests.count()).toBeGreaterThanOrEqual(lastRequest);
    child.kill("SIGKILL");
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    requests.clear();
  }
  expect(world.clock.nowMs).toBeLessThanOrEqual(START_MS);

  world.clock.nowMs = START_MS + 5 * MINUTE_MS;
  const pipeline = world.pipeline();
  for (let tick = 0; tick < 5; tick++) {
    expect((await pipeline.tick()).failed).toBe(0);
    world.clock.nowMs += MINUTE_MS;
  }
  const services = world.simulator.services();
  expect(services).toHaveLength(11);
  for (const service of services) await expectComplete(world, service);
});
