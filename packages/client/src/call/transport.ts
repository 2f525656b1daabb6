import type { AnswerCache } from "./answer-cache.ts";

/**
 * A bearer token, or a function that returns one. The function is called before each attempt, and again after a 401
 * with the refused token, so that an expired one can be replaced.
 */
export type TokenSource = string | ((refused?: string) => string | Promise<string>);

/** Options of a single call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Overrides the client's own. */
  readonly timeoutMs?: number | undefined;
  /**
   * Sees every response with its headers; `Age` and `Cache-Status` tell how old an answer is. Must not read the body.
   */
  readonly onResponse?: ((response: Response) => void) | undefined;
}

export interface CallTransport {
  readonly baseUrl: string;
  readonly token?: TokenSource;
  readonly language?: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly fetch: typeof fetch;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now: () => number;
  readonly random: () => number;
  readonly cache: AnswerCache;
}

/** The address to read and the media type to accept. */
export interface ReadRequest {
  readonly address: string;
  readonly accept: "application/json" | "text/csv";
}

/** One attempt of a {@link ReadRequest}. */
export interface CallAttempt extends ReadRequest {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}
