import { expect, onTestFinished, test, vi } from "vitest";
import { createConcurrency, type ReleaseSlot } from "./concurrency.ts";

const limits = { maxConcurrent: 1, maxQueued: 100, maxWaitShare: 0.5 };
const { signal } = new AbortController();

/** Places of which each was held for 100 ms up to now. */
async function heldFor100Ms() {
  let nowMs = 0;
  const places = createConcurrency(limits, () => nowMs);
  for (let index = 0; index < 200; index += 1) {
    const release = await places.enter(signal, 1_000);
    nowMs += 100;
    release?.();
  }
  return places;
}

/** The current state of a wait for a slot. */
async function soFar(entered: Promise<ReleaseSlot | null>): Promise<"waits" | "refused" | "has a place"> {
  await Promise.resolve();
  const answer = await Promise.race([
    entered,
    new Promise<"waits">((resolve) => setImmediate(resolve, "waits")),
  ]);
  if (answer === "waits") return answer;
  return answer === null ? "refused" : "has a place";
}

test("a caller that would wait for more than half of its time is refused at once, others queue", async () => {
  const places = await heldFor100Ms();
  expect(await soFar(places.enter(signal, 60_000))).toBe("has a place");
  for (let waiting = 0; waiting < 4; waiting += 1) {
    expect(await soFar(places.enter(signal, 60_000))).toBe("waits");
  }
  // Four wait, for 100 ms each; the next would wait for 500, and some time more to be sure.
  expect(await soFar(places.enter(signal, 1_000))).toBe("refused");
  expect(await soFar(places.enter(signal, 1_300))).toBe("waits");
});

test("a place that does not come in that time is waited for no longer, and goes to the next", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const places = createConcurrency(limits, () => 0);
  const release = await places.enter(signal, 1_000);
  const impatient = places.enter(signal, 20);
  const patient = places.enter(signal, 60_000);
  await vi.advanceTimersByTimeAsync(10);
  expect(await impatient).toBeNull();
  release?.();
  expect(await patient).toBeInstanceOf(Function);
});
