import { type DurationHistogram, HISTOGRAM_SCALE, histogramFlaw, MAX_DURATION_MS } from "./index.ts";

/**
 * Writes a histogram: by how much it is coarser than usual, sum, zeros, how many buckets are filled, and those.
 *
 * A bucket is its distance from the one before, doubled, and one more where a count follows, since more than one duration
 * fell in. One histogram has one form.
 *
 * @example
 * writeHistogram(writer, histogramOf([6, 6, 17])); // 0, 29, 0, 2, 2·83 + 1, 2, 2·48
 */
export function writeHistogram(writer: ByteWriter, histogram: DurationHistogram): void {
  const { scale, sumMs, zeroCount, offset, bucketCounts } = histogram;
  writer.integer(HISTOGRAM_SCALE - scale);
  writer.integer(sumMs);
  writer.integer(zeroCount);
  writer.integer(bucketCounts.reduce((filled, count) => filled + (count === 0 ? 0 : 1), 0));
  let previous = BEFORE_FIRST;
  for (const [position, count] of bucketCounts.entries()) {
    if (count === 0) continue;
    const index = offset + position;
    writer.integer(2 * (index - previous) + (count === 1 ? 0 : 1));
    if (count !== 1) writer.integer(count);
    previous = index;
  }
}

/** The lowest bucket, that of 1 ms, is −1; so every distance is at least 1. */
const BEFORE_FIRST = -2;

/**
 * Reads what {@link writeHistogram} wrote.
 *
 * @throws DecodeError when it is anything else, or its counts and sum do not fit together.
 */
export function readHistogram(reader: ByteReader): DurationHistogram {
  const scale = HISTOGRAM_SCALE - reader.integer();
  if (scale < 0) reader.fail("its scale is none");
  const sumMs = reader.integer();
  const zeroCount = reader.integer();
  const filled = reader.integer();
  const lastIndex = Math.log2(MAX_DURATION_MS) * 2 ** scale - 1;
  const bucketCounts: number[] = [];
  let count = zeroCount;
  let offset = 0;
  let index = BEFORE_FIRST;
  for (let i = 0; i < filled; i++) {
    const head = reader.integer();
    const distance = Math.floor(head / 2);
    index += distance;
    if (distance === 0 || index > lastIndex) reader.fail(`bucket ${index} holds no duration`);
    const bucketCount = head % 2 === 0 ? 1 : reader.integer();
    if (head % 2 === 1 && bucketCount < 2) reader.fail(`bucket ${index} is not in its one canonical form`);
    if (i === 0) offset = index;
    else for (let gap = 1; gap < distance; gap++) bucketCounts.push(0);
    bucketCounts.push(bucketCount);
    count += bucketCount;
  }
  const histogram = { scale, count, sumMs, zeroCount, offset, bucketCounts };
  const flaw = histogramFlaw(histogram);
  if (flaw !== null) reader.fail(flaw);
  return histogram;
}

/**
 * Stored durations that their encoder cannot have written: truncated, altered, or of a newer version.
 *
 * Nothing is guessed from such a record: derive it again from the events.
 */
export class DecodeError extends Error {
  override readonly name = "DecodeError";

  /** @param record What was decoded, for example "histogram". @param reason What is wrong with it, and where. */
  constructor(record: string, reason: string) {
    super(`This ${record} cannot be decoded: ${reason}`);
  }
}

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
