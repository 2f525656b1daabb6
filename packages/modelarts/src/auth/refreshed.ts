import { untilAborted } from "../call/scope.ts";
import { jitteredDelayMs } from "../pace/retry-policy.ts";

/** How long a loaded value serves. */
export interface Validity {
  /** From then on it is renewed in the background, and still given out. */
  readonly refreshAtMs: number;
  /** From then on it is not given out. */
  readonly expiresAtMs: number;
}

/** How long to leave a failing source alone: the base, doubled with each failure in a row; jittered down to half. */
export interface RefreshLimits {
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** A value that has to be renewed: a token, a key from a secret store. */
export interface Refreshed<T> {
  /** The current value, loaded or renewed where needed; one load at a time, whoever asks. */
  get(signal: AbortSignal): Promise<T>;
  /** Someone was refused with this value: the next `get` loads another, unless it was replaced already. */
  refuse(value: T, error: Error): void;
  /** Someone was accepted with a value. */
  accept(): void;
}

/**
 * Keeps a value fresh.
 *
 * A failed load leaves the source alone for a growing while, and in it `get` fails at once with the same error; a value
 * that is still valid is given out meanwhile. So does a fresh value that is refused in its turn. A caller's abort ends
 * its own wait, never the load.
 */
export function createRefreshed<T>(source: {
  readonly load: () => Promise<T>;
  readonly validity: (value: T) => Validity;
  /** How long the source asked to be left alone, by its error; never more than `limits.maxDelayMs` is given. */
  readonly leastWaitMs: (error: unknown) => number;
  readonly limits: RefreshLimits;
  /** Epoch ms, by which values expire. */
  readonly now: () => number;
  /** By which a failing source is left alone. */
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
    // Whoever waits gets the rejection; nobody may be waiting any more.
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
