import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createRefreshed } from "./refreshed.ts";

const never = new AbortController().signal;

function setUp(answers: (string | Error)[], lifeMs = 1000) {
  const clock = { nowMs: 0 };
  let loads = 0;
  const refreshed = createRefreshed({
    load: async () => {
      loads += 1;
      await turn();
      const answer = answers.shift() ?? new Error("no more");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    validity: () => ({ refreshAtMs: clock.nowMs + lifeMs * 0.8, expiresAtMs: clock.nowMs + lifeMs }),
    leastWaitMs: (error) => (error instanceof RangeError ? 10_000 : 0),
    limits: { baseDelayMs: 100, maxDelayMs: 400 },
    now: () => clock.nowMs,
    monotonicNow: () => clock.nowMs,
    random: () => 1,
  });
  return { refreshed, clock, loads: () => loads };
}

/** A load takes one turn of the event loop; its value is there some turns later, for certain. */
async function loaded(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await turn();
}

describe("a value that is renewed", () => {
  test("is loaded once, however many ask", async () => {
    const { refreshed, loads } = setUp(["a"]);
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => refreshed.get(never))))).toEqual(
      new Set(["a"]),
    );
    expect(loads()).toBe(1);
  });

  test("is renewed in the background before it ends, and waited for afterwards", async () => {
    const { refreshed, clock } = setUp(["a", "b", "c"]);
    await refreshed.get(never);
    clock.nowMs = 850;
    expect(await refreshed.get(never)).toBe("a");
    await loaded();
    expect(await refreshed.get(never)).toBe("b");
    clock.nowMs = 5000;
    expect(await refreshed.get(never)).toBe("c");
  });

  test("stays in use while renewing it fails", async () => {
    const { refreshed, clock, loads } = setUp(["a", new Error("down"), "b"]);
    await refreshed.get(never);
    clock.nowMs = 850;
    for (let i = 0; i < 10; i += 1) {
      expect(await refreshed.get(never)).toBe("a");
      await loaded();
    }
    expect(loads()).toBe(2);
    clock.nowMs = 960;
    await refreshed.get(never);
    await loaded();
    expect(await refreshed.get(never)).toBe("b");
  });

  test("that cannot be loaded is left alone for twice as long each time, up to the most", async () => {
    const { refreshed, clock, loads } = setUp(Array.from({ length: 50 }, () => new Error("down")));
    const loadedAtMs: number[] = [];
    for (; clock.nowMs < 2000; clock.nowMs += 10) {
      const before = loads();
      await expect(refreshed.get(never)).rejects.toThrow("down");
      if (loads() > before) loadedAtMs.push(clock.nowMs);
    }
    expect(loadedAtMs).toEqual([0, 100, 300, 700, 1100, 1500, 1900]);
  });

  test("whose source asks for rest gets it, but no longer than the most", async () => {
    const { refreshed, clock, loads } = setUp([new RangeError("rest"), "a"]);
    await expect(refreshed.get(never)).rejects.toThrow("rest");
    clock.nowMs = 399;
    await expect(refreshed.get(never)).rejects.toThrow("rest");
    expect(loads()).toBe(1);
    clock.nowMs = 400;
    expect(await refreshed.get(never)).toBe("a");
  });

  test("is replaced when it is refused, once for all who were", async () => {
    const { refreshed, loads } = setUp(["a", "b"]);
    await refreshed.get(never);
    refreshed.refuse("a", new Error("refused"));
    const renewed = refreshed.get(never);
    refreshed.refuse("a", new Error("refused"));
    expect(await renewed).toBe("b");
    refreshed.refuse("a", new Error("refused"));
    expect(await refreshed.get(never)).toBe("b");
    expect(loads()).toBe(2);
  });

  test("that is refused when new too is not asked for again at once", async () => {
    const { refreshed, clock, loads } = setUp(["a", "b", "c"]);
    refreshed.refuse(await refreshed.get(never), new Error("refused a"));
    refreshed.refuse(await refreshed.get(never), new Error("refused b"));
    await expect(refreshed.get(never)).rejects.toThrow("refused b");
    expect(loads()).toBe(2);
    clock.nowMs = 100;
    expect(await refreshed.get(never)).toBe("c");
  });

  test("reaches the others when one who waits leaves", async () => {
    const { refreshed } = setUp(["a"]);
    const controller = new AbortController();
    const leaving = refreshed.get(controller.signal);
    const staying = refreshed.get(never);
    controller.abort(new Error("left"));
    await expect(leaving).rejects.toThrow("left");
    expect(await staying).toBe("a");
  });
});
