import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { MAX_TIMER_MS, startDeadline, untilAborted } from "./index.ts";

afterEach(() => {
  vi.useRealTimers();
});

const timeUp = new Error("time is up");
const expired = () => timeUp;

test("the signal aborts when the time is up, with the reason that was asked for", async () => {
  const { signal, close } = startDeadline({ timeoutMs: 5, expired });
  expect(signal.aborted).toBe(false);
  await sleep(30);
  expect(signal.reason).toBe(timeUp);
  close();
});

test("a time limit of zero has passed at once", () => {
  const { signal, close } = startDeadline({ timeoutMs: 0, expired });
  expect(signal.reason).toBe(timeUp);
  close();
});

test("the outer signal aborts the deadline, with its own reason unless another one is asked for", () => {
  const outer = new AbortController();
  const plain = startDeadline({ timeoutMs: 60_000, expired, outer: outer.signal });
  const renamed = startDeadline({
    timeoutMs: 60_000,
    expired,
    outer: outer.signal,
    aborted: (reason) => `stopped: ${reason}`,
  });
  outer.abort("Ctrl-C");
  expect(plain.signal.reason).toBe("Ctrl-C");
  expect(renamed.signal.reason).toBe("stopped: Ctrl-C");
  plain.close();
  renamed.close();
});

test("an outer signal that has aborted already wins over the time", () => {
  const { signal, close } = startDeadline({ timeoutMs: 0, expired, outer: AbortSignal.abort("earlier") });
  expect(signal.reason).toBe("earlier");
  close();
});

test("a closed deadline never aborts, and holds no timer", () => {
  vi.useFakeTimers();
  const outer = new AbortController();
  const { signal, close } = startDeadline({ timeoutMs: 1_000, expired, outer: outer.signal });
  expect(vi.getTimerCount()).toBe(1);
  close();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(2_000);
  outer.abort();
  expect(signal.aborted).toBe(false);
});

test("a time limit longer than a timer's longest delay does not fire at once", () => {
  vi.useFakeTimers();
  const { signal, close } = startDeadline({ timeoutMs: 10 * MAX_TIMER_MS, expired });
  vi.advanceTimersByTime(MAX_TIMER_MS - 1);
  expect(signal.aborted).toBe(false);
  close();
});

test("waiting ends with the promise, or as soon as the signal aborts", async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(untilAborted(Promise.reject(timeUp), signal)).rejects.toBe(timeUp);

  const stopping = new AbortController();
  const waiting = untilAborted(new Promise(() => undefined), stopping.signal);
  stopping.abort("enough");
  await expect(waiting).rejects.toBe("enough");
  await expect(untilAborted(Promise.resolve(1), stopping.signal)).rejects.toBe("enough");
});

test("a promise that fails after the signal aborted is no unhandled rejection", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { promise, reject } = Promise.withResolvers<never>();
  await expect(untilAborted(promise, AbortSignal.abort("enough"))).rejects.toBe("enough");
  reject(timeUp);
  await sleep(10);
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
