const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * A string that cannot leak into logs, JSON or errors by accident; only {@link Secret.reveal} returns it.
 *
 * @example
 * const key = new Secret("s3cr3t");
 * `${key}`; // "[secret]"
 * JSON.stringify({ key }); // '{"key":"[secret]"}'
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect](): string {
    return "[secret]";
  }
}

/**
 * Removes secrets from an untrusted text, in plain, URL-encoded and JSON-escaped form, as well as request signatures,
 * which stay valid for 15 minutes.
 *
 * @example
 * scrub("bad token abc123", [new Secret("abc123")]); // "bad token [secret]"
 */
export function scrub(text: string, secrets: readonly Secret[]): string {
  let scrubbed = text;
  for (const secret of secrets) {
    const plain = secret.reveal();
    if (plain === "") continue;
    for (const spelling of [plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1)]) {
      scrubbed = scrubbed.replaceAll(spelling, "[secret]");
    }
  }
  return scrubbed.replaceAll(/Signature=[0-9a-f]+/g, "Signature=[secret]");
}
