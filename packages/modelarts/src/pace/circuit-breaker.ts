/** Thresholds for opening the breaker, and how long it stays open. */
export interface BreakerLimits {
  /** Attempts older than this no longer count. */
  readonly windowMs: number;
  /** The breaker stays closed while the window holds fewer attempts. */
  readonly minAttempts: number;
  /** Opens if at least this share of the window's attempts failed. */
  readonly failureRatio: number;
  /** Time without requests before one attempt probes the upstream. */
  readonly openMs: number;
}

/** An attempt's evidence about the upstream; `inconclusive` when the caller gave up too early to tell. */
export type AttemptVerdict = "healthy" | "failing" | "inconclusive";

/** Permission to make one attempt; must be called exactly once with the verdict. */
export type Permit = (verdict: AttemptVerdict) => void;

/** Stops sending to a failing upstream and lets one attempt at a time probe whether it has recovered. */
export interface CircuitBreaker {
  /** Ms until an attempt would be let through, 0 if now. Does not claim the probe. */
  waitMs(): number;
  /** Permission for one attempt, or the time to wait. */
  enter(): Permit | { readonly waitMs: number };
}

/**
 * Creates a closed breaker.
 *
 * Open, it refuses for `openMs`, then lets a single probe through: healthy closes it, failing opens it for another
 * `openMs`, inconclusive lets the next caller probe. Callers never wait for a probe.
 */
export function createCircuitBreaker(limits: BreakerLimits, now: () => number): CircuitBreaker {
  let attempts: { readonly atMs: number; readonly failed: boolean }[] = [];
  /** Attempts before this index are outside of the window. */
  let first = 0;
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
    attempts = [];
    first = 0;
    failures = 0;
  };

  const record = (failed: boolean) => {
    const atMs = now();
    attempts.push({ atMs, failed });
    if (failed) failures += 1;
    for (let oldest = attempts[first]; oldest !== undefined && oldest.atMs <= atMs - limits.windowMs; ) {
      if (oldest.failed) failures -= 1;
      first += 1;
      oldest = attempts[first];
    }
    // `shift()` would move all the others each time: thousands, under load.
    if (first > attempts.length / 2) {
      attempts = attempts.slice(first);
      first = 0;
    }
    const inWindow = attempts.length - first;
    if (inWindow >= limits.minAttempts && failures >= limits.failureRatio * inWindow) open();
  };

  const settleProbe: Permit = (verdict) => {
    probing = false;
    if (verdict === "healthy") openUntilMs = null;
    if (verdict === "failing") open();
  };

  const settleAttempt: Permit = (verdict) => {
    // An attempt that started before the breaker opened adds no evidence.
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
