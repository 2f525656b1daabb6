/** What an answer can hold; the standard's own takes streams, too. */
export type Content = string | Uint8Array<ArrayBuffer>;

/** The reading half of a request or an answer: what there is was given as a whole, and may be read more than once. */
export abstract class Body {
  /** As it was given, for another to be made of; `null` for none. */
  readonly body: Content | null;
  /** Nothing is used up by reading it. */
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

  /** @throws TypeError always: no route takes or gives a form. */
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
