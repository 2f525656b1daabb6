import { untilAborted } from "@deploy-lens/deadline";
import { jitteredDelayMs } from "../pace/retry-policy.ts";

/** When to renew a loaded value and when to stop using it, epoch ms. */
export interface Validity {
  /** From here on it is renewed in the background while still in use. */
  readonly refreshAtMs: number;
  /** From here on it is not used. */
  readonly expiresAtMs: number;
}

/** Backoff of a failing source: the base, doubled with each consecutive failure, jittered down to half. */
export interface RefreshLimits {
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** A value that has to be renewed: a token, a key from a secret store. */
export interface Refreshed<T> {
  /** The current value, loaded or renewed if needed. Concurrent callers share one load. */
  get(signal: AbortSignal): Promise<T>;
  /** Reports that this value was refused: the next `get` loads another, unless it was already replaced. */
  refuse(value: T, error: Error): void;
  /** Reports that a value was accepted. */
  accept(): void;
}

/**
 * Keeps a value fresh.
 *
 * After a failed load the source is left alone for a growing delay. Meanwhile `get` returns the value if it is still valid
 * and otherwise fails at once with the same error. A new value that is refused as well also starts the backoff. A caller's
 * abort ends its own wait, never the load.
 */
export function createRefreshed<T>(source: {
  readonly load: () => Promise<T>;
  readonly validity: (value: T) => Validity;
  /** The wait that the source's error asks for; capped at `limits.maxDelayMs`. */
  readonly leastWaitMs: (error: unknown) => number;
  readonly limits: RefreshLimits;
  /** Epoch ms, for expiry. */
  readonly now: () => number;
  /** Ms, for backoff. */
  readonly monotonicNow: () => number;
  readonly random: () => number;
}): Refreshed<T> {
  let current: (Validity & { readonly value: T }) | null = null;
  let loading: Promise<T> | null = null;
  let failure: { readonly error: unknown; readonly retryAtMs: number } | null = null;
  let failures = 0;
  let refusals = 0;

  const backOff = (error: unknown, count: number) => {
    const { baseDelayMs, maxDelayMs } = source.limits;
    const halfMs = jitteredDelayMs({ retry: count, baseDelayMs, maxDelayMs }, () => 0.5);
    const jitteredMs = halfMs + source.random() * halfMs;
    const waitMs = Math.max(jitteredMs, Math.min(source.leastWaitMs(error), maxDelayMs));
    failure = { error, retryAtMs: source.monotonicNow() + waitMs };
  };

  const load = async (): Promise<T> => {
    try {
      const value = await source.load();
      current = { value, ...source.validity(value) };
      failure = null;
      failures = 0;
      return value;
    } catch (error) {
      failures += 1;
      backOff(error, failures);
      throw error;
    }
  };

  const startLoading = (): Promise<T> => {
    const started = load().finally(() => {
      loading = null;
    });
    // Waiting callers get the rejection themselves, but there may be none left.
    ignoreRejection(started);
    loading = started;
    return started;
  };

  const isBackingOff = () => failure !== null && source.monotonicNow() < failure.retryAtMs;

  return {
    async get(signal) {
      signal.throwIfAborted();
      if (current !== null && source.now() < current.expiresAtMs) {
        if (source.now() >= current.refreshAtMs && loading === null && !isBackingOff())
          ignoreRejection(startLoading());
        return current.value;
      }
      if (loading === null && failure !== null && isBackingOff()) throw failure.error;
      return untilAborted(loading ?? startLoading(), signal);
    },
    refuse(value, error) {
      if (current?.value !== value) return;
      current = null;
      refusals += 1;
      if (refusals > 1) backOff(error, refusals - 1);
    },
    accept() {
      refusals = 0;
    },
  };
}

function ignoreRejection(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
