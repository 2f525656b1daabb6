import { DecodeError } from "./durations-decode-error.ts";
import { type DurationHistogram, histogramFlaw } from "./histogram.ts";
import { HISTOGRAM_SCALE } from "./histogram-bucket.ts";

const SHAPE = /^(\d);([0-9a-z]+);([0-9a-z]+);([0-9a-z*.-]*)$/;

/**
 * Writes a histogram as a short text: `scale;sum;zeros;buckets`, numbers in base 36.
 *
 * `buckets` lists the filled ones, joined by dots: the first index, then the distance to each next one, each followed by
 * `*count` where more than one duration fell in. One value has one text, so equal texts mean equal histograms.
 *
 * @example
 * encodeHistogram(histogramOf([6, 6, 17])); // "5;t;0;2a*2.1c"
 */
export function encodeHistogram(histogram: DurationHistogram): string {
  const buckets: string[] = [];
  let previous = 0;
  for (const [position, count] of histogram.bucketCounts.entries()) {
    if (count === 0) continue;
    const index = histogram.offset + position;
    const distance = (index - previous).toString(36);
    buckets.push(count === 1 ? distance : `${distance}*${count.toString(36)}`);
    previous = index;
  }
  const { scale, sumMs, zeroCount } = histogram;
  return `${scale};${sumMs.toString(36)};${zeroCount.toString(36)};${buckets.join(".")}`;
}

/**
 * Reads what {@link encodeHistogram} wrote.
 *
 * @throws DecodeError when the text is anything else, or its counts and sum do not fit together.
 */
export function decodeHistogram(text: string): DurationHistogram {
  const [, scale, sum, zeros, buckets] = SHAPE.exec(text) ?? [];
  if (scale === undefined || sum === undefined || zeros === undefined || buckets === undefined) {
    throw new DecodeError("histogram", `expected "scale;sum;zeros;buckets", got ${quoted(text)}`);
  }
  if (Number(scale) > HISTOGRAM_SCALE) {
    throw new DecodeError("histogram", `scale ${scale} is finer than ${HISTOGRAM_SCALE}`);
  }
  const histogram = parts(Number(scale), Number.parseInt(sum, 36), Number.parseInt(zeros, 36), buckets);
  if (encodeHistogram(histogram) !== text) {
    throw new DecodeError("histogram", `${quoted(text)} is not in its one canonical form`);
  }
  return histogram;
}

function parts(scale: number, sumMs: number, zeroCount: number, buckets: string): DurationHistogram {
  const filled = buckets === "" ? [] : buckets.split(".").map(bucket);
  const offset = filled[0]?.distance ?? 0;
  const bucketCounts: number[] = [];
  let position = 0;
  let count = zeroCount;
  for (const [order, entry] of filled.entries()) {
    if (order > 0) position += entry.distance;
    if (entry.count < 1 || (order > 0 && entry.distance < 1) || position > 64 * 2 ** scale) {
      throw new DecodeError("histogram", `bucket ${order + 1} of ${quoted(buckets)} is out of place`);
    }
    while (bucketCounts.length < position) bucketCounts.push(0);
    bucketCounts.push(entry.count);
    count += entry.count;
  }
  const histogram = { scale, count, sumMs, zeroCount, offset, bucketCounts };
  const flaw = histogramFlaw(histogram);
  if (flaw !== null) throw new DecodeError("histogram", flaw);
  return histogram;
}

function bucket(text: string): { distance: number; count: number } {
  const [, distance, count = "1"] = /^(-?[0-9a-z]+)(?:\*([0-9a-z]+))?$/.exec(text) ?? [];
  if (distance === undefined) throw new DecodeError("histogram", `${quoted(text)} is no bucket`);
  return { distance: Number.parseInt(distance, 36), count: Number.parseInt(count, 36) };
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
