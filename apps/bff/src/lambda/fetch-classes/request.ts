import { Body } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

interface RequestOptions {
  readonly method?: string;
  readonly headers?: Headers | HeadersInput;
}

/**
 * A request without a body, since no route accepts one. It is never aborted: Lambda does not report that a client left.
 */
export class Request extends Body {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  #signal: AbortSignal | undefined;

  constructor(from: string | URL | Request, { method, headers }: RequestOptions = {}) {
    super(null);
    const before = from instanceof Request ? from : null;
    this.url = before?.url ?? hrefOf(String(from));
    this.method = method ?? before?.method ?? "GET";
    // Our own headers are used without copying: the caller that passes them does not reuse them.
    this.headers =
      before === null && headers instanceof Headers ? headers : new Headers(headers ?? before?.headers);
  }

  /** Created on first use; never aborts. */
  get signal(): AbortSignal {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  clone(): Request {
    return new Request(this);
  }

  protected contentType(): string {
    return this.headers.get("content-type") ?? "";
  }
}

/** Members that only mean something in a browser. */
const OF_BROWSERS = [
  "attribute",
  "cache",
  "credentials",
  "destination",
  "duplex",
  "integrity",
  "isHistoryNavigation",
  "isReloadNavigation",
  "keepalive",
  "mode",
  "redirect",
  "referrer",
  "referrerPolicy",
] as const;

for (const name of OF_BROWSERS) {
  Object.defineProperty(Request.prototype, name, {
    get: () => {
      throw new TypeError(`Request.${name} is not there: only browsers say it`);
    },
  });
}

/** URLs that the URL parser would return unchanged: https, one lower-case host, no dot segments, plain characters. */
const AS_IT_IS = /^https:\/\/[a-z]+[.][a-z]+(?:\/[\w~-]+)+(?:\?[\w~=&.+%-]*)?$/;

function hrefOf(text: string): string {
  return AS_IT_IS.test(text) ? text : new URL(text).href;
}
