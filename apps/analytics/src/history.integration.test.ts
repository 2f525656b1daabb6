import { describe, expect, test } from "vitest";
import { expectComplete, expectTruth } from "./testing/truth.ts";
import { START_MS, startWorld, type World } from "./testing/world.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The minutes of a range of history on which a tick can matter: something happened within the last four. The test of what a
 * tick asks shows that the others do nothing.
 */
function eventfulMinutes({ simulator }: World, fromMs: number, toMs: number): number[] {
  const minutes = new Set<number>();
  for (const service of simulator.services()) {
    const times = [
      ...service.events(toMs).map(({ occurredAtMs }) => occurredAtMs),
      ...service.attempts(toMs).flatMap(({ startedAtMs, endedAtMs }) => [startedAtMs, endedAtMs]),
    ];
    for (const atMs of times) {
      const first = Math.ceil(atMs / MINUTE_MS);
      for (let minute = first; minute < first + 4; minute++) minutes.add(minute * MINUTE_MS);
    }
  }
  return [...minutes].filter((atMs) => atMs >= fromMs && atMs <= toMs).sort((a, b) => a - b);
}

describe("a history that is followed tick by tick", () => {
  test("comes out as it was planned, and as one derivation of everything has it", {
    timeout: 600_000,
  }, async () => {
    const days = Number(process.env.HISTORY_DAYS ?? 1);
    const world = await startWorld({
      scenario: { seed: "followed", services: 8, days, anchorMs: START_MS, live: false, sample: false },
    });
    world.clock.nowMs = START_MS - days * DAY_MS;
    const pipeline = world.pipeline();
    const minutes = eventfulMinutes(world, world.clock.nowMs, START_MS);
    for (const minute of minutes) {
      world.clock.nowMs = minute;
      expect((await pipeline.tick()).failed).toBe(0);
    }
    // Long enough for the last of it to have settled.
    world.clock.nowMs = START_MS + 5 * MINUTE_MS;
    await pipeline.tick();
    for (const service of world.simulator.services()) {
      await expectComplete(world, service);
      await expectTruth(world, service);
    }
  });
});
