import { MAX_TIMER_MS } from "@deploy-lens/deadline";

/** Limits of running and queued requests. */
export interface ConcurrencyLimits {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  /** The share of the caller's remaining time that queueing may take; the rest is for the request itself. */
  readonly maxWaitShare: number;
}

/** Frees a slot; calling it again does nothing. */
export type ReleaseSlot = () => void;

/** Slots for requests, first come first served. */
export interface Concurrency {
  /**
   * Waits for a slot within the allowed share of the remaining time. An abort leaves the queue at once and rejects with the
   * signal's reason. Resolves to `null` if the queue is full or a slot would come too late, immediately when recent holding
   * times already predict that.
   *
   * @param remainingMs the caller's time left for the whole request.
   */
  enter(signal: AbortSignal, remainingMs: number): Promise<ReleaseSlot | null>;
}

/** Waits exceed the average about half the time, so admit only callers who can wait longer than that. */
const MARGIN = 1.25;

/** Weight of the latest sample in the moving average of holding times: roughly the last twenty count. */
const LATEST_SHARE = 0.05;

/** Creates the slots; `now` is a monotonic clock in ms. */
export function createConcurrency(limits: ConcurrencyLimits, now: () => number): Concurrency {
  let running = 0;
  let meanHeldMs = 0;
  const waiting = new Set<() => void>();

  const takeSlot = (): ReleaseSlot => {
    running += 1;
    const sinceMs = now();
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      running -= 1;
      meanHeldMs += (now() - sinceMs - meanHeldMs) * LATEST_SHARE;
      const [next] = waiting;
      next?.();
    };
  };

  /** For the last in the queue, by Little's law. */
  const likelyWaitMs = () => (MARGIN * (waiting.size + 1) * meanHeldMs) / limits.maxConcurrent;

  return {
    async enter(signal, remainingMs) {
      signal.throwIfAborted();
      // The queue is empty whenever a slot is free: a freed slot is handed on at once.
      if (running < limits.maxConcurrent) return takeSlot();
      const maxWaitMs = remainingMs * limits.maxWaitShare;
      if (waiting.size >= limits.maxQueued || likelyWaitMs() > maxWaitMs) return null;
      return new Promise((resolve, reject) => {
        const start = () => {
          leave();
          resolve(takeSlot());
        };
        const giveUp = () => {
          leave();
          resolve(null);
        };
        const stop = () => {
          leave();
          reject(signal.reason);
        };
        const leave = () => {
          clearTimeout(timer);
          waiting.delete(start);
          signal.removeEventListener("abort", stop);
        };
        const timer = setTimeout(giveUp, Math.min(maxWaitMs, MAX_TIMER_MS));
        waiting.add(start);
        signal.addEventListener("abort", stop, { once: true });
      });
    },
  };
}

/** Tracks, by route, how long the upstream asked us not to send. */
export interface Throttle {
  /** Ms until the route may be called again, 0 if now. */
  waitMs(route: string): number;
  rest(route: string, durationMs: number): void;
}

/**
 * Creates a throttle. Waits are capped at `maxMs`, so that a mistaken `Retry-After` cannot stop a client for good.
 */
export function createThrottle(maxMs: number, now: () => number): Throttle {
  const untilMs = new Map<string, number>();
  return {
    waitMs: (route) => Math.max(0, (untilMs.get(route) ?? 0) - now()),
    rest: (route, durationMs) =>
      untilMs.set(route, Math.max(untilMs.get(route) ?? 0, now() + Math.min(durationMs, maxMs))),
  };
}
