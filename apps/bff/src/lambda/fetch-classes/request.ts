import { Body } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

interface RequestOptions {
  readonly method?: string;
  readonly headers?: Headers | HeadersInput;
}

/** A request without a body: no route takes one. Nobody leaves before the answer: Lambda does not say so. */
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
    // Headers of our own are taken as they are: whoever makes a request of them has no other use for them.
    this.headers =
      before === null && headers instanceof Headers ? headers : new Headers(headers ?? before?.headers);
  }

  /** Made when somebody asks: it never aborts. */
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

/** What browsers say of their requests; no server has an answer. */
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

/** What the URL parser leaves as it is: https, one host in lower case, a path without dots as segments, plain characters. */
const AS_IT_IS = /^https:\/\/[a-z]+[.][a-z]+(?:\/[\w~-]+)+(?:\?[\w~=&.+%-]*)?$/;

function hrefOf(text: string): string {
  return AS_IT_IS.test(text) ? text : new URL(text).href;
}
