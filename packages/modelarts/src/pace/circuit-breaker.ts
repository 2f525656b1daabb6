/** When the breaker opens, and for how long. */
export interface BreakerLimits {
  /** Attempts older than this count no more. */
  readonly windowMs: number;
  /** Fewer attempts in the window never open it. */
  readonly minAttempts: number;
  /** Opens when at least this share of the window's attempts failed. */
  readonly failureRatio: number;
  /** How long nothing is sent; then one attempt probes. */
  readonly openMs: number;
}

/** What an attempt says of the upstream. `inconclusive`: nothing, since the caller left before it could show. */
export type AttemptVerdict = "healthy" | "failing" | "inconclusive";

/** Leave to make one attempt; its verdict must be given back exactly once. */
export type Permit = (verdict: AttemptVerdict) => void;

/** Stops sending to an upstream that fails, and lets one attempt at a time find out whether it is back. */
export interface CircuitBreaker {
  /** How long to wait, 0 when an attempt would be let through now. Takes nothing. */
  waitMs(): number;
  /** Leave for one attempt, or how long to wait. */
  enter(): Permit | { readonly waitMs: number };
}

/**
 * Creates a closed breaker.
 *
 * Open, it refuses for `openMs`, then lets a single probe through: healthy closes it, failing opens it for another
 * `openMs`, inconclusive lets the next caller probe. Callers never wait for a probe.
 */
export function createCircuitBreaker(limits: BreakerLimits, now: () => number): CircuitBreaker {
  const attempts: { readonly atMs: number; readonly failed: boolean }[] = [];
  let failures = 0;
  let openUntilMs: number | null = null;
  let probing = false;

  const waitMs = () => {
    if (openUntilMs === null) return 0;
    if (probing) return limits.openMs;
    return Math.max(0, openUntilMs - now());
  };

  const open = () => {
    openUntilMs = now() + limits.openMs;
    attempts.length = 0;
    failures = 0;
  };

  const record = (failed: boolean) => {
    const atMs = now();
    attempts.push({ atMs, failed });
    if (failed) failures += 1;
    while (attempts[0] !== undefined && attempts[0].atMs <= atMs - limits.windowMs) {
      if (attempts.shift()?.failed) failures -= 1;
    }
    if (attempts.length >= limits.minAttempts && failures >= limits.failureRatio * attempts.length) open();
  };

  const settleProbe: Permit = (verdict) => {
    probing = false;
    if (verdict === "healthy") openUntilMs = null;
    if (verdict === "failing") open();
  };

  const settleAttempt: Permit = (verdict) => {
    // An attempt from before the breaker opened says nothing new.
    if (verdict !== "inconclusive" && openUntilMs === null) record(verdict === "failing");
  };

  return {
    waitMs,
    enter() {
      const wait = waitMs();
      if (wait > 0) return { waitMs: wait };
      if (openUntilMs === null) return settleAttempt;
      probing = true;
      return settleProbe;
    },
  };
}
