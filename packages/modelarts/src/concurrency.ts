/** How many requests run at once and how many wait. */
export interface ConcurrencyLimits {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
}

/** Gives back a place; calling it again does nothing. */
export type Release = () => void;

/** Places for requests, first come first served. */
export interface Concurrency {
  /**
   * Waits for a place. Aborting leaves the queue at once, and rejects with the signal's reason; `null` means that the
   * queue is full.
   */
  enter(signal: AbortSignal): Promise<Release | null>;
}

/** Creates the places. */
export function createConcurrency(limits: ConcurrencyLimits): Concurrency {
  let running = 0;
  const waiting = new Set<() => void>();

  const place = (): Release => {
    running += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      running -= 1;
      const [next] = waiting;
      next?.();
    };
  };

  return {
    async enter(signal) {
      signal.throwIfAborted();
      // Nobody waits while there is a place: a place that comes free is handed on at once.
      if (running < limits.maxConcurrent) return place();
      if (waiting.size >= limits.maxQueued) return null;
      return new Promise((resolve, reject) => {
        const start = () => {
          leave();
          resolve(place());
        };
        const stop = () => {
          leave();
          reject(signal.reason);
        };
        const leave = () => {
          waiting.delete(start);
          signal.removeEventListener("abort", stop);
        };
        waiting.add(start);
        signal.addEventListener("abort", stop, { once: true });
      });
    },
  };
}
