/** Remembers which routes the upstream asked to be left alone, and until when. */
export interface Throttle {
  /** How long a route rests yet, 0 for none. */
  waitMs(route: string): number;
  rest(route: string, durationMs: number): void;
}

/**
 * Creates a throttle. No rest is longer than `maxMs`, so that a mistaken `Retry-After` cannot silence a client for good.
 */
export function createThrottle(maxMs: number, now: () => number): Throttle {
  const untilMs = new Map<string, number>();
  return {
    waitMs: (route) => Math.max(0, (untilMs.get(route) ?? 0) - now()),
    rest: (route, durationMs) =>
      untilMs.set(route, Math.max(untilMs.get(route) ?? 0, now() + Math.min(durationMs, maxMs))),
  };
}
