import { untilAborted } from "@deploy-lens/deadline";
import { createAnswerCache } from "./answer-cache.ts";
import { read } from "./read.ts";
import type { CallOptions, CallTransport, TokenSource } from "./transport.ts";

/** Options of a client. All but `baseUrl` have defaults. */
export interface ClientOptions {
  /** `https://lens.example.com`, `http://127.0.0.1:8787`, or `""` for the page's own origin. */
  readonly baseUrl: string;
  readonly token?: TokenSource;
  /** Language of titles and advice, sent as `Accept-Language`: `en`, `zh`. */
  readonly language?: string;
  /** Time limit of a call, retries included. Default 30 s. */
  readonly timeoutMs?: number;
  /** Retries after temporary failures. Default 2. */
  readonly retries?: number;
  /** Answers cached for `If-None-Match`. Default 100. */
  readonly cachedAnswers?: number;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch;
  /** Replaceable in tests, as are the clock and the random numbers. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** A connection to the API, passed as the first argument to the functions of this package. */
export interface Client {
  /**
   * Reads JSON. An unchanged answer is the same object as before, so do not modify it.
   *
   * @throws ApiError, NetworkError, DeadlineError, UnexpectedAnswerError, or the signal's reason
   */
  json(address: string, options?: CallOptions): Promise<unknown>;
  /** Reads CSV. Throws as `json` does. */
  csv(address: string, options?: CallOptions): Promise<string>;
}

/**
 * Creates a client. It holds no connections or timers, so it need not be closed.
 *
 * @example
 * const client = createClient({ baseUrl: "http://127.0.0.1:8787" });
 * const { services } = await listServices(client, { projectId: "demo" });
 */
export function createClient(options: ClientOptions): Client {
  const transport: CallTransport = {
    ...options,
    baseUrl: withoutSlashes(options.baseUrl),
    timeoutMs: options.timeoutMs ?? 30_000,
    retries: options.retries ?? 2,
    // Called without `this`: a browser's own fetch throws if `this` is not the window.
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

/** Waits; rejects with the signal's reason as soon as it aborts. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return untilAborted(waited, signal).finally(() => clearTimeout(timer));
}

/** Removes trailing slashes. */
function withoutSlashes(baseUrl: string): string {
  let end = baseUrl.length;
  while (baseUrl[end - 1] === "/") end -= 1;
  return baseUrl.slice(0, end);
}
