/**
 * The errors of this package: one family, one class per idea, told apart by `kind`.
 *
 * Messages name the method and the path. They never hold a query, a header, a key or a token, nor text that the
 * upstream wrote; that text is `upstreamMessage`, scrubbed of this client's own secrets and still not to be trusted.
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

/** What a request is called in messages: its method and path, without the query. */
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

/** A setting or an argument was refused before anything was sent. `parameter` names it. */
export class InvalidArgumentError extends ModelArtsError {
  override readonly name = "InvalidArgumentError";
  readonly kind = "invalid_argument";
  readonly parameter: string;

  constructor(parameter: string, problem: string) {
    super(`${parameter}: ${problem}`);
    this.parameter = parameter;
  }
}

/** What an HTTP failure carries. `code` and `upstreamMessage` are the upstream's own, `null` where it gave none. */
export interface HttpFailure {
  readonly status: number;
  /** `ModelArts.3502`, `APIG.0308`, … */
  readonly code: string | null;
  /** The upstream's text: hostile input. Own secrets are scrubbed, control characters removed, length bounded. */
  readonly upstreamMessage: string | null;
  readonly requestId: string | null;
  /** From `Retry-After`, in either of its forms. */
  readonly retryAfterMs: number | null;
}

/** The upstream answered with a status other than success. Its subclasses are the statuses that callers treat apart. */
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

/** 429: too many requests. Also thrown without sending while an earlier `Retry-After` still runs. */
export class UpstreamThrottledError extends UpstreamHttpError {
  override readonly name = "UpstreamThrottledError";
  override readonly kind = "throttled";
}

/** 401 or 403: our own credentials were refused, after one renewal where they can be renewed. */
export class UpstreamAuthError extends UpstreamHttpError {
  override readonly name = "UpstreamAuthError";
  override readonly kind = "auth";
}

/** 404: the upstream knows no such service, or no such route. */
export class UpstreamNotFoundError extends UpstreamHttpError {
  override readonly name = "UpstreamNotFoundError";
  override readonly kind = "not_found";
}

/** No complete answer in time: the caller's deadline passed, or the limit of one attempt. */
export class UpstreamTimeoutError extends RequestError {
  override readonly name = "UpstreamTimeoutError";
  readonly kind = "timeout";
  /** How long was allowed. */
  readonly timeoutMs: number;

  constructor(request: RequestLabel, timeoutMs: number) {
    super(request, `no complete answer within ${Math.round(timeoutMs)} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** The connection could not be made, broke, or was redirected. `code` is the system's: `ECONNRESET`, `ENOTFOUND`, … */
export class UpstreamConnectionError extends RequestError {
  override readonly name = "UpstreamConnectionError";
  readonly kind = "connection";
  readonly code: string;

  constructor(request: RequestLabel, code: string) {
    super(request, `connection failed (${code})`);
    this.code = code;
  }
}

/** A success whose body is not what the API documents. Not an HTTP failure; asking again would not help. */
export class UpstreamSchemaError extends RequestError {
  override readonly name = "UpstreamSchemaError";
  readonly kind = "schema";
  /** What is wrong and where: `events[3].occur_time: expected number`. No values. */
  readonly problem: string;
  readonly requestId: string | null;

  constructor(request: RequestLabel, problem: string, requestId: string | null = null) {
    super(request, `unexpected answer: ${problem}`);
    this.problem = problem;
    this.requestId = requestId;
  }
}

/** The answer is larger than the limit; reading stopped there. */
export class UpstreamTooLargeError extends RequestError {
  override readonly name = "UpstreamTooLargeError";
  readonly kind = "too_large";
  readonly limitBytes: number;

  constructor(request: RequestLabel, limitBytes: number) {
    super(request, `answer larger than ${limitBytes} bytes; ask for fewer records with limit`);
    this.limitBytes = limitBytes;
  }
}

/** Not sent: too many attempts failed lately. The next one is let through after `retryAfterMs`. */
export class CircuitOpenError extends RequestError {
  override readonly name = "CircuitOpenError";
  readonly kind = "circuit_open";
  readonly retryAfterMs: number;

  constructor(request: RequestLabel, retryAfterMs: number) {
    super(request, `not sent, the upstream has been failing; next try in ${Math.round(retryAfterMs)} ms`);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Not sent: as many requests as allowed are under way, and as many as allowed wait. */
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

/** Something that this client calls for credentials (a secret store) failed. */
export class CredentialsUnavailableError extends ModelArtsError {
  override readonly name = "CredentialsUnavailableError";
  readonly kind = "credentials";

  constructor(problem: string) {
    super(`credentials could not be loaded: ${problem}`);
  }
}

/** How pages contradicted each other. */
export type PagingInconsistency =
  /** Fewer rows came than `total_count` promised. */
  | "missing_rows"
  /** More rows came than `total_count` allows. */
  | "extra_rows"
  /** `offset` moves neither by page nor by row. */
  | "offset_unrecognised"
  /** More pages than the set limit. */
  | "too_many_pages";

/** Pages contradict each other, so the list cannot be trusted to be whole. What was yielded before stays true. */
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
