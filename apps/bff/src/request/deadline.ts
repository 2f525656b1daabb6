import { type Deadline, startDeadline } from "@deploy-lens/deadline";

export class RequestDeadlineError extends Error {
  override readonly name = "RequestDeadlineError";
}

export class CallerLeftError extends Error {
  override readonly name = "CallerLeftError";
}

export class RequestTime {
  readonly deadlineMs: number;
  readonly #now: () => number;
  readonly #budgetMs: number;
  readonly #request: { readonly signal?: AbortSignal };
  #armed: Deadline | null = null;

  /** @param request its signal aborts when the caller leaves */
  constructor(now: () => number, budgetMs: number, request: { readonly signal?: AbortSignal }) {
    this.deadlineMs = now() + budgetMs;
    this.#now = now;
    this.#budgetMs = budgetMs;
    this.#request = request;
  }

  /** Aborts when the caller leaves or the time is up. Created on first use: answers from the cache never need it. */
  get signal(): AbortSignal {
    this.#armed ??= startDeadline({
      timeoutMs: this.deadlineMs - this.#now(),
      expired: () => new RequestDeadlineError(`no answer within ${this.#budgetMs} ms`),
      outer: this.#request.signal,
      aborted: () => new CallerLeftError("the caller left"),
    });
    return this.#armed.signal;
  }

  close(): void {
    this.#armed?.close();
  }
}
