/** The longest delay that `setTimeout` supports; a longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** The signal's reason once the time is up. */
  readonly expired: () => unknown;
  /** Another signal that ends the wait. */
  readonly outer?: AbortSignal | undefined;
  /** The signal's reason once `outer` aborted. Default: the reason of `outer`. */
  readonly aborted?: (reason: unknown) => unknown;
}

export interface Deadline {
  readonly signal: AbortSignal;
  /** Clears the timer and stops listening to `outer`. Without it the timer keeps the process alive. */
  close(): void;
}

/**
 * Starts a time limit: a signal that aborts after `timeoutMs`, or with `outer` if that is earlier.
 *
 * @example
 * const deadline = startDeadline({ timeoutMs: 3_000, expired: () => new Error("no answer"), outer: request.signal });
 * try {
 *   return await fetch(url, { signal: deadline.signal });
 * } finally {
 *   deadline.close();
 * }
 */
export function startDeadline({
  timeoutMs,
  expired,
  outer,
  aborted = (reason) => reason,
}: DeadlineOptions): Deadline {
  const controller = new AbortController();
  const follow = () => controller.abort(aborted(outer?.reason));
  const expire = () => controller.abort(expired());
  if (outer?.aborted) follow();
  else if (timeoutMs <= 0) expire();
  outer?.addEventListener("abort", follow, { once: true });
  const timer = setTimeout(expire, Math.min(timeoutMs, MAX_TIMER_MS));
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", follow);
    },
  };
}

/**
 * Settles like the promise, or rejects with the signal's reason as soon as it aborts, whatever the promise does later.
 */
export function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
