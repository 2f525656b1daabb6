/** Bodies are complete strings or bytes; the standard's classes also accept streams. */
export type Content = string | Uint8Array<ArrayBuffer>;

/** The body of a request or an answer. It is held as a whole, so it can be read more than once. */
export abstract class Body {
  readonly body: Content | null;
  /** Reading does not consume the body. */
  readonly bodyUsed = false;

  constructor(body: Content | null) {
    if (body !== null && typeof body !== "string" && !(body instanceof Uint8Array)) {
      throw new TypeError("an answer is made of text or bytes");
    }
    this.body = body;
  }

  async text(): Promise<string> {
    return typeof this.body === "string" ? this.body : new TextDecoder().decode(this.#bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#bytes().slice();
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes().slice().buffer;
  }

  async blob(): Promise<Blob> {
    return new Blob([this.#bytes()], { type: this.contentType() });
  }

  /** @throws TypeError always: no route uses forms. */
  async formData(): Promise<never> {
    throw new TypeError("formData is not there: no route takes or gives a form");
  }

  protected abstract contentType(): string;

  #bytes(): Uint8Array<ArrayBuffer> {
    return typeof this.body === "string"
      ? new TextEncoder().encode(this.body)
      : (this.body ?? new Uint8Array());
  }
}
