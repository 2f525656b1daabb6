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
