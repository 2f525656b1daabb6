import { describe, expect, test } from "vitest";
import type { SimulatedService } from "../service/index.ts";
import { rows, startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";
import { createLiveService } from "./live-service.ts";

const PERIOD_MS = 150_000;
const START_MS = Math.ceil(TEST_NOW_MS / PERIOD_MS) * PERIOD_MS;

const countAt = (service: SimulatedService, ms: number) => service.events(ms).length;

describe("the live service", () => {
  test("is deployed again every period, with a pause before the next", () => {
    const service = createLiveService("seed", "demo");
    const attempts = service.attempts(START_MS);
    expect(attempts).toHaveLength(6 * 24 + 1);
    for (const { startedAtMs, endedAtMs } of attempts) {
      expect(startedAtMs % PERIOD_MS).toBe(0);
      expect(endedAtMs - startedAtMs).toBeLessThanOrEqual(PERIOD_MS * 0.8 + 1);
    }
    const outcomes = new Set(attempts.map(({ outcome }) => outcome));
    expect(outcomes).toEqual(new Set(["success", "failure"]));
  });

  test("runs faster by the given factor", () => {
    const usual = createLiveService("seed", "demo", { acceleration: 1, periodMs: 3_600_000 });
    const fast = createLiveService("seed", "demo", { acceleration: 10, periodMs: 3_600_000 });
    const spans = (service: SimulatedService) =>
      service.attempts(START_MS).map(({ startedAtMs, endedAtMs }) => endedAtMs - startedAtMs);
    expect(spans(fast)).toEqual(spans(usual).map((ms) => Math.round(ms / 10)));
  });

  test("has the same history after a restart, without expired events", () => {
    const [one, another] = [createLiveService("seed", "demo"), createLiveService("seed", "demo")];
    one.events(START_MS - 10 * PERIOD_MS);
    expect(one.events(START_MS)).toEqual(another.events(START_MS));
    expect(Math.min(...one.events(START_MS).map(({ occurredAtMs }) => occurredAtMs))).toBe(
      START_MS - 6 * 3_600_000,
    );
  });

  test("begins by deploying after a failure, and by an update otherwise", () => {
    const attempts = createLiveService("seed", "demo", { historyMs: 86_400_000 }).attempts(START_MS);
    for (const [index, attempt] of attempts.entries()) {
      const before = attempts[index - 1];
      if (before === undefined) continue;
      const failed = before.outcome === "failure" && before.rollback?.outcome !== "rolled_back";
      expect(attempt.kind).toBe(failed ? "deploy" : "update");
    }
  });

  test("advances over HTTP as the clock does: events, status and progress", async () => {
    const { simulator, get } = await startSimulator({
      nowMs: () => START_MS,
      scenario: { services: 0, sample: false, live: {} },
    });
    const [service] = simulator.services("demo");
    if (service === undefined) throw new Error("no live service");
    const path = `/v1/demo/services/${service.id}`;
    const begun = await get(`${path}/events?start_time=${START_MS}`);
    expect(rows(begun, "events")).toHaveLength(1);
    expect((await get(path)).body).toMatchObject({ status: "deploying", progress: 0 });

    const attempt = service.attempts(START_MS).at(-1);
    if (attempt === undefined) throw new Error("no attempt");
    const halfMs = Math.floor((attempt.endedAtMs - START_MS) / 2);
    simulator.clock.advance(halfMs);
    expect((await get(path)).body).toMatchObject({ status: "deploying", progress: 49 });
    const half = await get(`${path}/events?start_time=${START_MS}`);
    expect(rows(half, "events").length).toBeGreaterThan(1);

    simulator.clock.set(START_MS + PERIOD_MS - 1);
    expect((await get(path)).body).toMatchObject({ status: "running" });
    expect(countAt(service, START_MS + PERIOD_MS - 1)).toBeGreaterThan(rows(half, "events").length);
    simulator.clock.advance(1);
    expect((await get(path)).body).toMatchObject({ status: "deploying" });
  });

  test("settings that make no sense are refused by name", () => {
    expect(() => createLiveService("seed", "demo", { acceleration: 0 })).toThrow(
      "live.acceleration must be a positive number, got 0",
    );
  });
});
