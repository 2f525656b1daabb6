/**
 * Base class of this package's errors; `kind` discriminates them.
 *
 * Messages name the method and the path. They never contain a query, a header, a key, a token or the upstream's text.
 * That text is `upstreamMessage`: scrubbed of this client's own secrets, but still untrusted.
 *
 * @example
 * try {
 *   await client.getService("demo", "35de3ca9-1bca-4ae7-9cb0-914f30fa7d3e");
 * } catch (error) {
 *   if (error instanceof UpstreamThrottledError) return retryLater(error.retryAfterMs);
 *   throw error;
 * }
 */
export abstract class ModelArtsError extends Error {
  abstract readonly kind: string;
}

/** Identifies a request in messages: method and path, without the query. */
export interface RequestLabel {
  readonly method: string;
  readonly path: string;
}

/** Any error about one request. */
export abstract class RequestError extends ModelArtsError {
  readonly method: string;
  readonly path: string;

  constructor(request: RequestLabel, what: string, options?: ErrorOptions) {
    super(`${request.method} ${request.path}: ${what}`, options);
    this.method = request.method;
    this.path = request.path;
  }
}

/** An invalid setting or argument, named by `parameter`; thrown before anything is sent. */
export class InvalidArgumentError extends ModelArtsError {
  override readonly name = "InvalidArgumentError";
  readonly kind = "invalid_argument";
  readonly parameter: string;

  constructor(parameter: string, problem: string) {
    super(`${parameter}: ${problem}`);
    this.parameter = parameter;
  }
}

/** Details of an HTTP failure. `code` and `upstreamMessage` come from the upstream, `null` if it sent none. */
export interface HttpFailure {
  readonly status: number;
  /** `ModelArts.3502`, `APIG.0308`, … */
  readonly code: string | null;
  /** Untrusted. Our own secrets are scrubbed, control characters removed, the length bounded. */
  readonly upstreamMessage: string | null;
  readonly requestId: string | null;
  /** From `Retry-After`, given in seconds or as a date. */
  readonly retryAfterMs: number | null;
}

/** The upstream answered with an error status. Subclasses cover the statuses that callers handle differently. */
export class UpstreamHttpError extends RequestError implements HttpFailure {
  override readonly name: string = "UpstreamHttpError";
  readonly kind: "http" | "throttled" | "auth" | "not_found" = "http";
  readonly status: number;
  readonly code: string | null;
  readonly upstreamMessage: string | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor(request: RequestLabel, failure: HttpFailure, hint = "") {
    super(request, `upstream answered ${[failure.status, failure.code].filter(Boolean).join(" ")}${hint}`);
    this.status = failure.status;
    this.code = failure.code;
    this.upstreamMessage = failure.upstreamMessage;
    this.requestId = failure.requestId;
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/** 429: too many requests. Also thrown without sending anything while an earlier `Retry-After` is in force. */
export class UpstreamThrottledError extends UpstreamHttpError {
  override readonly name = "UpstreamThrottledError";
  override readonly kind = "throttled";
}

/** 401 or 403: our credentials were refused, even after one renewal if they can be renewed. */
export class UpstreamAuthError extends UpstreamHttpError {
  override readonly name = "UpstreamAuthError";
  override readonly kind = "auth";
}

/** 404: no such service, or no such route. */
export class UpstreamNotFoundError extends UpstreamHttpError {
  override readonly name = "UpstreamNotFoundError";
  override readonly kind = "not_found";
}

/** No complete answer before the caller's deadline or the time limit of one attempt. */
export class UpstreamTimeoutError extends RequestError {
  override readonly name = "UpstreamTimeoutError";
  readonly kind = "timeout";
  readonly timeoutMs: number;

  constructor(request: RequestLabel, timeoutMs: number) {
    super(request, `no complete answer within ${Math.round(timeoutMs)} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** The connection failed, broke, or was redirected. `code` is the system's: `ECONNRESET`, `ENOTFOUND`, … */
export class UpstreamConnectionError extends RequestError {
  override readonly name = "UpstreamConnectionError";
  readonly kind = "connection";
  readonly code: string;

  constructor(request: RequestLabel, code: string) {
    super(request, `connection failed (${code})`);
    this.code = code;
  }
}

/** A success whose body does not match the documented API. Not an HTTP failure, and a retry would not help. */
export class UpstreamSchemaError extends RequestError {
  override readonly name = "UpstreamSchemaError";
  readonly kind = "schema";
  /** The problem and its path, without values: `events[3].occur_time: expected number`. */
  readonly problem: string;
  readonly requestId: string | null;

  constructor(request: RequestLabel, problem: string, requestId: string | null = null) {
    super(request, `unexpected answer: ${problem}`);
    this.problem = problem;
    this.requestId = requestId;
  }
}

/** The answer exceeds the size limit; reading stopped there. */
export class UpstreamTooLargeError extends RequestError {
  override readonly name = "UpstreamTooLargeError";
  readonly kind = "too_large";
  readonly limitBytes: number;

  constructor(request: RequestLabel, limitBytes: number) {
    super(request, `answer larger than ${limitBytes} bytes; ask for fewer records with limit`);
    this.limitBytes = limitBytes;
  }
}

/** Not sent: too many recent attempts failed. The next is let through after `retryAfterMs`. */
export class CircuitOpenError extends RequestError {
  override readonly name = "CircuitOpenError";
  readonly kind = "circuit_open";
  readonly retryAfterMs: number;

  constructor(request: RequestLabel, retryAfterMs: number) {
    super(request, `not sent, the upstream has been failing; next try in ${Math.round(retryAfterMs)} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Not sent: every slot is taken, and the queue is full or too slow. */
export class OverloadedError extends RequestError {
  override readonly name = "OverloadedError";
  readonly kind = "overloaded";
  readonly retryAfterMs: number;

  constructor(request: RequestLabel, retryAfterMs: number) {
    super(request, "not sent, too many requests are waiting");
    this.retryAfterMs = retryAfterMs;
  }
}

/** The caller's signal was aborted. `cause` is the signal's reason. */
export class RequestAbortedError extends RequestError {
  override readonly name = "RequestAbortedError";
  readonly kind = "aborted";

  constructor(request: RequestLabel, reason: unknown) {
    super(request, "aborted by the caller", { cause: reason });
  }
}

/** The source of credentials, such as a secret store, failed. */
export class CredentialsUnavailableError extends ModelArtsError {
  override readonly name = "CredentialsUnavailableError";
  readonly kind = "credentials";

  constructor(problem: string) {
    super(`credentials could not be loaded: ${problem}`);
  }
}

export type PagingInconsistency =
  /** Fewer rows than `total_count` promised. */
  | "missing_rows"
  /** More rows than `total_count` allows. */
  | "extra_rows"
  /** `offset` counts neither pages nor rows. */
  | "offset_unrecognised"
  /** More pages than the configured limit. */
  | "too_many_pages";

/** Pages contradict each other, so the list may be incomplete. Rows already yielded remain valid. */
export class PagingInconsistentError extends RequestError {
  override readonly name = "PagingInconsistentError";
  readonly kind = "paging";
  readonly reason: PagingInconsistency;

  constructor(request: RequestLabel, reason: PagingInconsistency, detail: string) {
    super(request, `pages contradict each other (${reason}): ${detail}`);
    this.reason = reason;
  }
}

/** Every concrete error, for an exhaustive `switch (failure.kind)`. */
export type ModelArtsFailure =
  | InvalidArgumentError
  | UpstreamHttpError
  | UpstreamTimeoutError
  | UpstreamConnectionError
  | UpstreamSchemaError
  | UpstreamTooLargeError
  | CircuitOpenError
  | OverloadedError
  | RequestAbortedError
  | CredentialsUnavailableError
  | PagingInconsistentError;

/** Says whether a caught value is one of {@link ModelArtsFailure}. */
export function isModelArtsFailure(error: unknown): error is ModelArtsFailure {
  return error instanceof ModelArtsError;
}
