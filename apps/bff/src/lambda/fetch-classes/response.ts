import { Headers, type HeadersInput } from "./headers.ts";

/** What an answer can hold; `Response` itself takes streams, too. */
type Body = string | Uint8Array<ArrayBuffer>;

/** An answer that stays what it was made of: text is text until somebody wants bytes. */
export class Response {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** As it was given, for another response to be made of; `null` for none. */
  readonly body: Body | null;
  readonly bodyUsed = false;

  constructor(
    body: Body | null = null,
    {
      status = 200,
      statusText = "",
      headers,
    }: {
      readonly status?: number | undefined;
      readonly statusText?: string | undefined;
      readonly headers?: Headers | HeadersInput | undefined;
    } = {},
  ) {
    if (body !== null && typeof body !== "string" && !(body instanceof Uint8Array)) {
      throw new TypeError("an answer is made of text or bytes");
    }
    this.status = status;
    this.statusText = statusText;
    this.headers = new Headers(headers);
    this.body = body;
    if (typeof body === "string" && !this.headers.has("content-type")) {
      this.headers.set("content-type", "text/plain;charset=UTF-8");
    }
  }

  async text(): Promise<string> {
    return typeof this.body === "string" ? this.body : new TextDecoder().decode(this.#bytes());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = this.#bytes();
    return buffer.slice(byteOffset, byteOffset + byteLength);
  }

  #bytes(): Uint8Array<ArrayBuffer> {
    return typeof this.body === "string"
      ? new TextEncoder().encode(this.body)
      : (this.body ?? new Uint8Array());
  }
}
