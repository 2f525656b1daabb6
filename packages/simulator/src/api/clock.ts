/** The simulator's time. Everything it says (events, status, retention, token expiry) follows this clock. */
export interface SimulatorClock {
  nowMs(): number;
  /** Moves the clock by `ms`; what was due in between has happened. Negative values move it back. */
  advance(ms: number): void;
  /** Moves the clock to an instant, from which it runs on. */
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
