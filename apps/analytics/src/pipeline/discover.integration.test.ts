import { describe, expect, test } from "vitest";
import { PROJECT_ID, START_MS, said, startWorld, type World } from "../testing/world.ts";

const MINUTE_MS = 60_000;

/** How often each route of the upstream was asked since the last time. */
function asked({ simulator }: World): Record<string, number> {
  const { requests } = simulator;
  const counts = {
    services: requests.count("services"),
    service: requests.count("service"),
    events: requests.count("events"),
    update_logs: requests.count("update_logs"),
  };
  requests.clear();
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

describe("what a tick asks of the upstream", () => {
  test("10,000 services that nobody touches: the first tick lists them once, later ones one page, no events", async () => {
    const world = await startWorld({
      scenario: { services: 0, live: false, sample: false, idleServices: 10_000 },
    });
    const pipeline = world.pipeline();
    expect(await pipeline.tick()).toEqual({ listed: 10_000, queued: 0, failed: 0 });
    // Ten full pages, and the one that shows that nothing follows.
    expect(asked(world)).toEqual({ services: 11 });
    for (let minute = 1; minute <= 5; minute++) {
      world.clock.nowMs += MINUTE_MS;
      expect(await pipeline.tick()).toMatchObject({ queued: 0, failed: 0 });
    }
    expect(asked(world)).toEqual({ services: 5 });
  });
});
