import { MAX_TIMER_MS } from "../call/scope.ts";

/** How many requests run at once and how many wait. */
export interface ConcurrencyLimits {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  /** The most of a caller's time that waiting may take: what is left has to do for the request itself. */
  readonly maxWaitShare: number;
}

/** Gives back a place; calling it again does nothing. */
export type Release = () => void;

/** Places for requests, first come first served. */
export interface Concurrency {
  /**
   * Waits for a place, within its share of the time that remains. Aborting leaves the queue at once, and rejects with the
   * signal's reason; `null` means that there is none: the queue is full, or so long that a place would come too late. That
   * is told at once where the time that places were held lately shows it.
   *
   * @param remainingMs how long the caller waits for the whole request.
   */
  enter(signal: AbortSignal, remainingMs: number): Promise<Release | null>;
}

/** Places come later than they came on average about half of the time: who is let in shall nearly always get one. */
const MARGIN = 1.25;

/** How much the latest place counts in the mean of how long places are held: about the last twenty. */
const LATEST_SHARE = 0.05;

/** Creates the places. */
export function createConcurrency(limits: ConcurrencyLimits, now: () => number): Concurrency {
  let running = 0;
  let meanHeldMs = 0;
  const waiting = new Set<() => void>();

  const place = (): Release => {
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

  /** For whoever comes last, by Little's law. */
  const likelyWaitMs = () => (MARGIN * (waiting.size + 1) * meanHeldMs) / limits.maxConcurrent;

  return {
    async enter(signal, remainingMs) {
      signal.throwIfAborted();
      // Nobody waits while there is a place: a place that comes free is handed on at once.
      if (running < limits.maxConcurrent) return place();
      const maxWaitMs = remainingMs * limits.maxWaitShare;
      if (waiting.size >= limits.maxQueued || likelyWaitMs() > maxWaitMs) return null;
      return new Promise((resolve, reject) => {
        const start = () => {
          leave();
          resolve(place());
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
