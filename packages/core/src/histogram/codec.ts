import { HISTOGRAM_SCALE, MAX_DURATION_MS } from "./bucket.ts";
import type { ByteReader, ByteWriter } from "./byte-codec.ts";
import { type DurationHistogram, histogramFlaw } from "./index.ts";

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
