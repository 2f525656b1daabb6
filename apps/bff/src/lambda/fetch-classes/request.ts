import { Headers, type HeadersInput } from "./headers.ts";

/** A request without a body: no route takes one. Nobody leaves before the answer: Lambda does not say so. */
export class Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly signal = undefined;
  readonly body = null;

  constructor(
    url: string | URL,
    { method = "GET", headers }: { readonly method?: string; readonly headers?: Headers | HeadersInput } = {},
  ) {
    this.url = typeof url === "string" ? new URL(url).href : url.href;
    this.method = method;
    this.headers = headers instanceof Headers ? headers : new Headers(headers);
  }
}
