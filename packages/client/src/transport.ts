import type { AnswerCache } from "./answer-cache.ts";

/**
 * A bearer token, or where to get one: called before each attempt, and once more after a 401 with the token that was
 * refused, so that an expired one can be replaced.
 */
export type TokenSource = string | ((refused?: string) => string | Promise<string>);

/** What one call may set. */
export interface CallOptions {
  /** Ends the call, whatever it is doing; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's own. */
  readonly timeoutMs?: number | undefined;
  /** Sees every response with its headers: `Age` and `Cache-Status` say how old an answer is. Leave its body alone. */
  readonly onResponse?: ((response: Response) => void) | undefined;
}

/** A client's settings with every default filled in, and what it remembers. */
export interface Transport {
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

/** What to read: an address of the API, and the media type to read it as. */
export interface ReadRequest {
  readonly address: string;
  readonly accept: "application/json" | "text/csv";
}

/** One attempt at a {@link ReadRequest}. */
export interface Attempt extends ReadRequest {
  readonly url: string;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}
