import { createAnswerCache } from "./answer-cache.ts";
import { sleep } from "./deadline.ts";
import { read } from "./read.ts";
import type { CallOptions, TokenSource, Transport } from "./transport.ts";

/** How to reach the API. All but `baseUrl` has a default. */
export interface ClientOptions {
  /** Where the API is: `https://lens.example.com`, `http://127.0.0.1:8787`, or `""` for the page's own origin. */
  readonly baseUrl: string;
  readonly token?: TokenSource;
  /** The language of titles and advice, as `Accept-Language` spells it: `en`, `zh`. */
  readonly language?: string;
  /** How long a call may take, retries included. 30 s. */
  readonly timeoutMs?: number;
  /** How often to try again after what passes by itself. 2. */
  readonly retries?: number;
  /** How many answers to keep for `If-None-Match`. 100. */
  readonly cachedAnswers?: number;
  /** What sends requests. The platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /** What waits between attempts, the clock, and the dice: for tests. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** A way to the API. The functions beside this file take it as their first argument. */
export interface Client {
  /**
   * Reads JSON from an address of the API. An answer that has not changed is the same object as before: do not write to
   * it.
   *
   * @throws ApiError, NetworkError, DeadlineError, UnexpectedAnswerError, or the signal's reason.
   */
  json(address: string, options?: CallOptions): Promise<unknown>;
  /** Reads an address of the API as CSV; throws as `json` does. */
  csv(address: string, options?: CallOptions): Promise<string>;
}

/**
 * Makes a client. It holds no connection and no timer: there is nothing to close.
 *
 * @example
 * const client = createClient({ baseUrl: "http://127.0.0.1:8787" });
 * const { services } = await listServices(client, { projectId: "demo" });
 */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    ...options,
    baseUrl: withoutSlashes(options.baseUrl),
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 2,
    // Called without `this`: a browser's own fetch refuses any but its window.
    fetch: (input, init) => (options.fetch ?? globalThis.fetch)(input, init),
    sleep: options.sleep ?? sleep,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    cache: createAnswerCache(options.cachedAnswers ?? 100),
  };
  return {
    json: (address, call) => read(transport, { address, accept: "application/json" }, call),
    csv: async (address, call) => String(await read(transport, { address, accept: "text/csv" }, call)),
  };
}

/** A base address as paths are put behind it. */
function withoutSlashes(baseUrl: string): string {
  let end = baseUrl.length;
  while (baseUrl[end - 1] === "/") end -= 1;
  return baseUrl.slice(0, end);
}
