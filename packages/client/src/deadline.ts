/** The time that a call has, and the signal that ends everything it started. */
export interface Deadline {
  /** Aborts when time is up, and when the caller's own signal does. */
  readonly signal: AbortSignal;
  /** Whether time is up (and not: the caller gave up). */
  readonly passed: boolean;
  /** Lets go of the timer and of the caller's signal. */
  stop(): void;
}

/** Starts the clock of one call. Call `stop` when it is over, however it ended. */
export function startDeadline(timeoutMs: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, timeoutMs);
  const follow = () => controller.abort(caller?.reason);
  if (caller?.aborted) follow();
  caller?.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    stop: () => {
      clearTimeout(timer);
      caller?.removeEventListener("abort", follow);
    },
  };
}

/** A promise's outcome, or the signal's reason as soon as it aborts, for what cannot be aborted itself. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** Waits; rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return unlessAborted(waited, signal).finally(() => clearTimeout(timer));
}
