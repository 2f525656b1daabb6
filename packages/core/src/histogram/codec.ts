import { type DurationHistogram, HISTOGRAM_SCALE, histogramFlaw, MAX_DURATION_MS } from "./index.ts";

/**
 * Writes a histogram: scale reduction, sum, zeros, number of filled buckets, then the buckets.
 *
 * A bucket is its distance from the previous one, doubled, plus 1 if a count follows because it holds more than one
 * duration. Each histogram has exactly one encoding.
 *
 * @example writeHistogram(writer, histogramOf([6, 6, 17])); // 0, 29, 0, 2, 2·83 + 1, 2, 2·48
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
 * @throws DecodeError for anything else, or if counts and sum are inconsistent.
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
   * Writes a non-negative integer: 7 bits a byte, lowest first. Source: LEB128, as in DWARF and Protocol Buffers.
   *
   * @throws RangeError if it is negative, a fraction, or not a safe integer.
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

  /** Writes a string: its length in UTF-16 units, then each unit, so that unpaired surrogates survive. */
  text(value: string): void {
    this.integer(value.length);
    for (let i = 0; i < value.length; i++) this.integer(value.charCodeAt(i));
  }

  append(bytes: Uint8Array): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** The bytes written so far. */
  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Reads what {@link ByteWriter} wrote. Every method throws `DecodeError` for anything else. */
export class ByteReader {
  readonly #record: string;
  readonly #bytes: Uint8Array;
  #at: number;

  /** @param record What is decoded, for the error: "rollup". @param at The first byte. */
  constructor(record: string, bytes: Uint8Array, at = 0) {
    this.#record = record;
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Position of the next byte. */
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
    }
  }

  text(): string {
    const length = this.integer();
    let text = "";
    for (let i = 0; i < length; i++) {
      const unit = this.integer();
      if (unit > 0xffff) this.fail("a text contains an invalid character");
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
