import {
  InvalidArgumentError,
  RequestAbortedError,
  type RequestLabel,
  UpstreamTimeoutError,
} from "../errors/index.ts";

/** Bounds of a call: a deadline, and a signal to give up earlier. */
export interface UpstreamCallOptions {
  /** Epoch ms, by the client's clock. */
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The time budget of one call: a signal whose reason is the error to throw, and the time left until the deadline.
 * Close it when the call is over; otherwise its timer keeps running.
 */
export interface CallScope {
  readonly signal: AbortSignal;
  remainingMs(): number;
  close(): void;
}

/** The longest delay that `setTimeout` supports; a longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Opens a scope for one call.
 *
 * @throws InvalidArgumentError when `deadlineMs` is not a number.
 */
export function openCallScope(
  request: RequestLabel,
  options: UpstreamCallOptions,
  defaultTimeoutMs: number,
  { now, monotonicNow }: { readonly now: () => number; readonly monotonicNow: () => number },
): CallScope {
  const { deadlineMs } = options;
  const startedAtMs = monotonicNow();
  const allowedMs = deadlineMs === undefined ? defaultTimeoutMs : Math.max(0, deadlineMs - now());
  if (Number.isNaN(allowedMs)) throw new InvalidArgumentError("deadlineMs", "must be a time in epoch ms");

  const controller = new AbortController();
  const abort = () => controller.abort(new RequestAbortedError(request, options.signal?.reason));
  const expire = () => controller.abort(new UpstreamTimeoutError(request, allowedMs));
  if (options.signal?.aborted) abort();
  else if (allowedMs === 0) expire();
  options.signal?.addEventListener("abort", abort, { once: true });
  const timer = setTimeout(expire, Math.min(allowedMs, MAX_TIMER_MS));

  return {
    signal: controller.signal,
    remainingMs: () => Math.max(0, allowedMs - (monotonicNow() - startedAtMs)),
    close() {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", abort);
    },
  };
}

/**
 * A signal that follows `outer` and aborts with `error()` after `timeoutMs` at the latest. Close it after use.
 */
export function boundSignal(
  outer: AbortSignal,
  timeoutMs: number,
  error: () => Error,
): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const follow = () => controller.abort(outer.reason);
  if (outer.aborted) follow();
  outer.addEventListener("abort", follow, { once: true });
  const timer = setTimeout(() => controller.abort(error()), Math.min(timeoutMs, MAX_TIMER_MS));
  return {
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      outer.removeEventListener("abort", follow);
    },
  };
}

/**
 * Waits for a promise, but no longer than a signal allows: rejects with the signal's reason as soon as it is aborted,
 * whatever the promise does later.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(
      (value) => {
        signal.removeEventListener("abort", stop);
        resolve(value);
      },
      (error: unknown) => {
        signal.removeEventListener("abort", stop);
        reject(error);
      },
    );
  });
}
