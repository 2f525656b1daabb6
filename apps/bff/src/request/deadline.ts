/** The time that a request may take is over. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}

/** The caller went away. */
export class CallerLeftError extends Error {
  override readonly name = "CallerLeftError";
}

/** A request's own signal: aborted when its caller leaves or its time is over. Close it after use. */
export interface RequestTime {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  close(): void;
}

/** Starts the clock of a request. */
export function startRequestTime(
  nowMs: number,
  budgetMs: number,
  callerSignal: AbortSignal | undefined,
): RequestTime {
  const controller = new AbortController();
  const leave = () => controller.abort(new CallerLeftError("the caller left"));
  if (callerSignal?.aborted) leave();
  callerSignal?.addEventListener("abort", leave, { once: true });
  const timer = setTimeout(
    () => controller.abort(new DeadlineError(`no answer within ${budgetMs} ms`)),
    Math.max(0, budgetMs),
  );
  return {
    deadlineMs: nowMs + budgetMs,
    signal: controller.signal,
    close() {
      clearTimeout(timer);
      callerSignal?.removeEventListener("abort", leave);
    },
  };
}
