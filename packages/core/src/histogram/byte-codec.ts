import { DecodeError } from "./decode-error.ts";

/**
 * Writes integers and texts as bytes, small ones in one byte each.
 *
 * @example
 * const writer = new ByteWriter();
 * writer.integer(300);
 * writer.text("ok");
 * writer.bytes(); // Uint8Array [0xac, 0x02, 2, 0x6f, 0x6b]
 */
export class ByteWriter {
  readonly #bytes: number[] = [];

  /**
   * Writes an integer from 0 on: 7 bits a byte, lowest first. Source: LEB128, as DWARF and Protocol Buffers have it.
   *
   * @throws RangeError when it is negative, a fraction, or beyond the exact integers.
   */
  integer(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a count`);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes.push((rest % 0x80) + 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes.push(rest);
  }

  /** Writes a text: how many UTF-16 units, then each of them. So nothing that a string can hold is lost. */
  text(value: string): void {
    this.integer(value.length);
    for (let i = 0; i < value.length; i++) this.integer(value.charCodeAt(i));
  }

  append(bytes: Uint8Array): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** What was written. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Reads what {@link ByteWriter} wrote. Every method throws `DecodeError` where it cannot have written that. */
export class ByteReader {
  readonly #record: string;
  readonly #bytes: Uint8Array;
  #at: number;

  /** @param record What is decoded, for the error: "rollup". @param at Where to begin. */
  constructor(record: string, bytes: Uint8Array, at = 0) {
    this.#record = record;
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next one begins. */
  get at(): number {
    return this.#at;
  }

  integer(): number {
    const first = this.#bytes[this.#at];
    if (first !== undefined && first < 0x80) {
      this.#at += 1;
      return first;
    }
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) this.fail("it ends too early");
      if (byte < 0x80) {
        value += byte * unit;
        if (byte === 0 && unit > 1) this.fail("a number is longer than it needs to be");
        if (!Number.isSafeInteger(value)) this.fail("a number is beyond the exact integers");
        return value;
      }
      value += (byte - 0x80) * unit;
      if (unit > Number.MAX_SAFE_INTEGER) this.fail("a number is beyond the exact integers");
    }
  }

  text(): string {
    const length = this.integer();
    let text = "";
    for (let i = 0; i < length; i++) {
      const unit = this.integer();
      if (unit > 0xffff) this.fail("a text holds what is no character");
      text += String.fromCharCode(unit);
    }
    return text;
  }

  /** Checks that nothing is left. */
  end(): void {
    if (this.#at !== this.#bytes.length) this.fail("there is more than was written");
  }

  fail(reason: string): never {
    throw new DecodeError(this.#record, reason);
  }
}
