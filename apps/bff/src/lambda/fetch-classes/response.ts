import { Body, type Content } from "./body.ts";
import { Headers, type HeadersInput } from "./headers.ts";

interface ResponseOptions {
  readonly status?: number | undefined;
  readonly statusText?: string | undefined;
  readonly headers?: Headers | HeadersInput | undefined;
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** An answer that keeps its body as given: text stays text until bytes are needed. */
export class Response extends Body {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly type = "default";
  readonly url = "";
  readonly redirected = false;

  constructor(body: Content | null = null, { status = 200, statusText = "", headers }: ResponseOptions = {}) {
    super(body);
    if (!Number.isInteger(status) || status < 200 || status > 599) {
      throw new RangeError("no status of an answer");
    }
    if (body !== null && WITHOUT_BODY.has(status)) throw new TypeError(`a ${status} has no body`);
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    if (typeof body === "string" && !this.headers.has("content-type")) {
      this.headers.set("content-type", "text/plain;charset=UTF-8");
    }
  }

  static json(value: unknown, options: ResponseOptions = {}): Response {
    const headers = new Headers(options.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(JSON.stringify(value), { ...options, headers });
  }

  static error(): never {
    throw new TypeError("Response.error is not there: a network failed nowhere");
  }

  static redirect(url: string | URL, status = 302): Response {
    return new Response(null, { status, headers: { location: new URL(url).href } });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  clone(): Response {
    return new Response(this.body, this);
  }

  protected contentType(): string {
    return this.headers.get("content-type") ?? "";
  }
}
