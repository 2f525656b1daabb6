/** The simulator's time, which events, statuses, retention and token expiry follow. */
export interface SimulatorClock {
  nowMs(): number;
  /** Moves the clock by `ms`, so that everything due in between has happened. Negative values move it back. */
  advance(ms: number): void;
  /** Sets the clock to an instant, from which it runs on. */
  set(nowMs: number): void;
}

/**
 * Wraps a time source so that it can be moved.
 *
 * @example
 * const clock = createClock(() => 1000);
 * clock.advance(500);
 * clock.nowMs(); // 1500
 */
export function createClock(source: () => number): SimulatorClock {
  let offsetMs = 0;
  return {
    nowMs: () => source() + offsetMs,
    advance(ms) {
      if (!Number.isFinite(ms)) throw new RangeError(`advance takes finite milliseconds, got ${ms}`);
      offsetMs += ms;
    },
    set(nowMs) {
      if (!Number.isFinite(nowMs)) throw new RangeError(`set takes finite epoch milliseconds, got ${nowMs}`);
      offsetMs = nowMs - source();
    },
  };
}
