import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Caller } from "./in-flight-read.ts";
import { type CacheTimes, createReadThrough } from "./read-through.ts";

const TIMES: CacheTimes = {
  softMs: 1_000,
  hardMs: 60_000,
  negativeMs: 500,
  patienceMs: 20,
  loadTimeoutMs: 5_000,
};

class Missing extends Error {}
class Down extends Error {}

function world({ maxWeight = 10_000, patienceMs = TIMES.patienceMs } = {}) {
  let nowMs = 1_000_000;
  let passedMs = 70_000_000;
  const cache = createReadThrough<string>({
    times: { ...TIMES, patienceMs },
    maxWeight,
    weigh: (value) => value.length,
    meaningOf: (error) => {
      if (error instanceof Missing) return "missing";
      return error instanceof Down ? "outage" : "other";
    },
    now: () => nowMs,
    monotonicNow: () => passedMs,
  });
  const loads: { readonly caller: Caller; answer(value: string): void; fail(error: Error): void }[] = [];
  const load = (caller: Caller) =>
    new Promise<string>((resolve, reject) => {
      loads.push({ caller, answer: resolve, fail: reject });
      caller.signal.addEventListener("abort", () => reject(caller.signal.reason));
    });
  return {
    loads,
    pass: (ms: number) => {
      nowMs += ms;
      passedMs += ms;
    },
    setClock: (byMs: number) => {
      nowMs += byMs;
    },
    read: (key = "k", signal = new AbortController().signal, deadlineMs = nowMs + 10_000) =>
      cache.read(key, { signal, deadlineMs }, load),
    /** Reads as a caller that has already waited this long for other reads. */
    readAfter: (waitedMs: number) =>
      cache.read(
        "k",
        { signal: new AbortController().signal, deadlineMs: nowMs + 10_000, startedAtMs: nowMs - waitedMs },
        load,
      ),
    readAtOnce: () => cache.readAtOnce("k"),
    now: () => nowMs,
  };
}

type World = ReturnType<typeof world>;

async function answered({ read, loads }: World, value: string, key = "k") {
  const reading = read(key);
  loads.at(-1)?.answer(value);
  return reading;
}

describe("freshness", () => {
  test("a value is used until its soft end, then read again", async () => {
    const w = world();
    expect(await answered(w, "one")).toMatchObject({ value: "one", outcome: "miss", readAtMs: w.now() });
    w.pass(999);
    expect(await w.read()).toMatchObject({ value: "one", outcome: "hit", ttlMs: 1, readAtMs: w.now() - 999 });
    w.pass(1);
    expect(await answered(w, "two")).toMatchObject({ value: "two", outcome: "miss" });
    expect(w.loads).toHaveLength(2);
  });

  test.each([-3_600_000, 3_600_000])(
    "a clock that is set by %i ms makes no value older or younger",
    async (byMs) => {
      const w = world();
      await answered(w, "one");
      w.setClock(byMs);
      w.pass(999);
      expect(await w.read()).toMatchObject({ value: "one", outcome: "hit", ttlMs: 1 });
      w.pass(1);
      expect(await answered(w, "two")).toMatchObject({ value: "two", outcome: "miss" });
    },
  );

  test("keys do not meet", async () => {
    const w = world();
    await answered(w, "one", "a");
    expect(await answered(w, "two", "b")).toMatchObject({ value: "two" });
    expect(await w.read("a")).toMatchObject({ value: "one", outcome: "hit" });
  });

  test("all callers that share a failing read fail with it, without another read", async () => {
    const w = world();
    const readers = Array.from({ length: 200 }, () => w.read());
    const all = Promise.allSettled(readers);
    expect(w.loads).toHaveLength(1);
    w.loads[0]?.fail(new Down("down"));
    for (const one of await all) expect(one).toMatchObject({ status: "rejected", reason: expect.any(Down) });
    expect(w.loads).toHaveLength(1);
  });

  test("a caller who has left before reading starts none", async () => {
    const w = world();
    await expect(w.read("k", AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    expect(w.loads).toHaveLength(0);
  });

  test("a read that everybody left is joined by nobody, and its end forgets no newer one", async () => {
    const w = world();
    const leaving = new AbortController();
    const first = w.read("k", leaving.signal);
    leaving.abort(new Error("left"));
    await expect(first).rejects.toThrow("left");
    const second = w.read();
    expect(w.loads).toHaveLength(2);
    await new Promise(setImmediate);
    const third = w.read();
    expect(w.loads).toHaveLength(2);
    w.loads[1]?.answer("two");
    expect(await second).toMatchObject({ value: "two", outcome: "miss" });
    expect(await third).toMatchObject({ value: "two", outcome: "collapsed" });
  });

  test("a read that goes on after everybody left is joined by nobody, and its end forgets no newer one", async () => {
    const cache = createReadThrough<string>({
      times: TIMES,
      maxWeight: 100,
      weigh: (value) => value.length,
      meaningOf: () => "other",
      now: () => 0,
      monotonicNow: () => 0,
    });
    const ends: ((value: string) => void)[] = [];
    // A source that pays no heed to the caller's leaving.
    const read = (signal = new AbortController().signal) =>
      cache.read("k", { signal, deadlineMs: 1_000 }, () => new Promise((resolve) => ends.push(resolve)));
    const leaving = new AbortController();
    const first = read(leaving.signal);
    leaving.abort(new Error("left"));
    await expect(first).rejects.toThrow("left");
    const second = read();
    expect(ends).toHaveLength(2);
    ends[0]?.("x".repeat(101));
    await new Promise(setImmediate);
    const third = read();
    expect(ends).toHaveLength(2);
    ends[1]?.("two");
    expect(await Promise.all([second, third])).toMatchObject([{ value: "two" }, { outcome: "collapsed" }]);
  });

  test("a read that fails when nobody waits any more is nobody's unhandled rejection", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    onTestFinished(() => void process.off("unhandledRejection", unhandled));
    const w = world();
    await answered(w, "one");
    w.pass(2_000);
    // Patience of 20 ms: the older value is used, and the read goes on alone.
    expect(await w.read()).toMatchObject({ outcome: "stale" });
    w.loads.at(-1)?.fail(new Down("down"));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(unhandled).not.toHaveBeenCalled();
  });

  test("while its source is down a value stands in until its hard end, and no longer", async () => {
    const w = world();
    await answered(w, "one");
    for (const age of [1_000, 59_999]) {
      const v = world();
      await answered(v, "one");
      v.pass(age);
      const reading = v.read();
      v.loads.at(-1)?.fail(new Down("down"));
      expect(await reading).toMatchObject({ value: "one", outcome: "stale", ttlMs: 1_000 - age });
    }
    w.pass(60_000);
    const reading = w.read();
    w.loads.at(-1)?.fail(new Down("down"));
    await expect(reading).rejects.toThrow(Down);
  });

  test("a stale answer says why it is one", async () => {
    const w = world();
    await answered(w, "one");
    w.pass(2_000);
    const reading = w.read();
    const failure = new Down("down");
    w.loads.at(-1)?.fail(failure);
    expect((await reading).failure).toBe(failure);
  });

  test("a value does not stand in for a request that is itself at fault, nor for what is gone", async () => {
    const w = world();
    await answered(w, "one");
    w.pass(2_000);
    const bad = w.read();
    w.loads.at(-1)?.fail(new Error("bad request"));
    await expect(bad).rejects.toThrow("bad request");
    const gone = w.read();
    w.loads.at(-1)?.fail(new Missing("gone"));
    await expect(gone).rejects.toThrow(Missing);
  });

  test("patience is for all that a caller reads: who has used it up gets what there is, and the read goes on", async () => {
    const minuteMs = 60_000;
    const w = world({ patienceMs: minuteMs });
    await answered(w, "one");
    w.pass(2_000);
    expect(await w.readAfter(minuteMs)).toMatchObject({ value: "one", outcome: "stale", failure: null });
    w.loads.at(-1)?.answer("two");
    await new Promise(setImmediate);
    expect(await w.read()).toMatchObject({ value: "two", outcome: "hit" });
  });

  test("with a value at hand nobody waits long; the read goes on for the next", async () => {
    const w = world();
    await answered(w, "one");
    w.pass(2_000);
    expect(await w.read()).toMatchObject({ value: "one", outcome: "stale", failure: null });
    expect(w.loads).toHaveLength(2);
    w.loads.at(-1)?.answer("two");
    await new Promise(setImmediate);
    expect(await w.read()).toMatchObject({ value: "two", outcome: "hit" });
  });
});

describe("how long a caller waits", () => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 30));

  test("is patience less what other reads took, where an older value is at hand", async () => {
    for (const read of [(w: World) => w.readAfter(10), (w: World) => w.read()]) {
      const w = world({ patienceMs: 60_000 });
      await answered(w, "one");
      w.pass(2_000);
      const reading = read(w);
      await soon();
      w.pass(7);
      w.loads.at(-1)?.answer("two");
      expect(await reading).toMatchObject({ value: "two", outcome: "miss", waitedMs: 7 });
    }
  });

  test("is as long as it takes, where none is", async () => {
    const w = world({ patienceMs: 1 });
    const reading = w.read();
    await soon();
    w.loads[0]?.answer("one");
    expect(await reading).toMatchObject({ value: "one", outcome: "miss" });
  });

  test("keeps no timer once the value has come, and a stale one says how long that took", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const w = world({ patienceMs: 60_000 });
    await answered(w, "one");
    w.pass(2_000);
    await answered(w, "two");
    expect(vi.getTimerCount()).toBe(0);
    w.pass(2_000);
    const reading = w.read();
    w.pass(9);
    w.loads.at(-1)?.fail(new Down("down"));
    expect(await reading).toMatchObject({ value: "two", outcome: "stale", waitedMs: 9 });
  });

  test("is not at all for what can be answered at once", async () => {
    const w = world();
    expect(w.readAtOnce()).toBeNull();
    await answered(w, "one");
    expect(w.readAtOnce()).toMatchObject({ value: "one", outcome: "hit" });
    w.pass(1_000);
    expect(w.readAtOnce()).toBeNull();
    const reading = w.read();
    w.loads.at(-1)?.fail(new Missing("gone"));
    await expect(reading).rejects.toThrow(Missing);
    expect(w.readAtOnce()).toBeNull();
  });
});

describe("what does not exist", () => {
  test("takes its place like anything else: a cache of ten such errors does not remember a hundred", async () => {
    const w = world({ maxWeight: 30_000 });
    const ask = async (key: string) => {
      const reading = w.read(key);
      w.loads.at(-1)?.fail(new Missing(key));
      await expect(reading).rejects.toThrow(Missing);
    };
    for (let index = 0; index < 100; index += 1) await ask(`k${index}`);
    await ask("k99");
    expect(w.loads).toHaveLength(100);
    await ask("k0");
    expect(w.loads).toHaveLength(101);
  });

  test("is believed for a while, and then asked for again", async () => {
    const w = world();
    const first = w.read();
    w.loads.at(-1)?.fail(new Missing("no such thing"));
    await expect(first).rejects.toThrow(Missing);
    w.pass(499);
    await expect(w.read()).rejects.toThrow(Missing);
    expect(w.loads).toHaveLength(1);
    w.pass(1);
    expect(await answered(w, "there now")).toMatchObject({ value: "there now" });
  });

  test("a failure is not remembered", async () => {
    const w = world();
    const first = w.read();
    w.loads.at(-1)?.fail(new Down("down"));
    await expect(first).rejects.toThrow(Down);
    expect(await answered(w, "up")).toMatchObject({ value: "up", outcome: "miss" });
  });
});

describe("callers who want the same", () => {
  test("share one read, a thousand of them", async () => {
    const w = world();
    const readings = Array.from({ length: 1_000 }, () => w.read());
    expect(w.loads).toHaveLength(1);
    w.loads[0]?.answer("one");
    const reads = await Promise.all(readings);
    expect(reads.filter(({ outcome }) => outcome === "miss")).toHaveLength(1);
    expect(reads.filter(({ outcome }) => outcome === "collapsed")).toHaveLength(999);
  });

  test("one who leaves fails alone, the first one too", async () => {
    const w = world();
    const leaving = new AbortController();
    const first = w.read("k", leaving.signal);
    const second = w.read();
    leaving.abort(new Error("left"));
    await expect(first).rejects.toThrow("left");
    expect(w.loads[0]?.caller.signal.aborted).toBe(false);
    w.loads[0]?.answer("one");
    expect(await second).toMatchObject({ value: "one" });
  });

  test("when the last one leaves, the read is given up, and the next caller starts another", async () => {
    const w = world();
    const leaving = new AbortController();
    const reading = w.read("k", leaving.signal);
    leaving.abort(new Error("left"));
    await expect(reading).rejects.toThrow("left");
    expect(w.loads[0]?.caller.signal.aborted).toBe(true);
    expect(await answered(w, "one")).toMatchObject({ value: "one", outcome: "miss" });
    expect(w.loads).toHaveLength(2);
  });

  test("one with more time reads again when another's time ended the read", async () => {
    const w = world();
    const short = w.read("k", new AbortController().signal, w.now() + 100);
    const long = w.read("k", new AbortController().signal, w.now() + 5_000);
    expect(w.loads[0]?.caller.deadlineMs).toBe(w.now() + 100);
    w.pass(100);
    w.loads[0]?.fail(new Down("out of time"));
    await expect(short).rejects.toThrow(Down);
    await new Promise(setImmediate);
    w.loads[1]?.answer("one");
    expect(await long).toMatchObject({ value: "one" });
  });

  test("those whose time is over as well do not read again", async () => {
    const w = world();
    const readings = [1, 2].map(() => w.read("k", new AbortController().signal, w.now() + 100));
    w.pass(100);
    w.loads[0]?.fail(new Down("out of time"));
    for (const reading of readings) await expect(reading).rejects.toThrow(Down);
    expect(w.loads).toHaveLength(1);
  });

  test("no read may take longer than is set, however patient its caller", () => {
    const w = world();
    w.read("k", new AbortController().signal, w.now() + 60_000).catch(() => undefined);
    expect(w.loads[0]?.caller.deadlineMs).toBe(w.now() + 5_000);
  });
});

describe("memory", () => {
  test("the least recently used entry is evicted first; a too large one is not stored", async () => {
    const w = world({ maxWeight: 10 });
    await answered(w, "aaaa", "a");
    await answered(w, "bbbb", "b");
    await w.read("a");
    await answered(w, "cccc", "c");
    expect(await w.read("a")).toMatchObject({ outcome: "hit" });
    expect(await answered(w, "bbbb", "b")).toMatchObject({ outcome: "miss" });
    await answered(w, "x".repeat(11), "d");
    expect(await answered(w, "x".repeat(11), "d")).toMatchObject({ outcome: "miss" });
  });
});
