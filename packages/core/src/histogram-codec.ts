import { DecodeError } from "./durations-decode-error.ts";
import { type DurationHistogram, filledBuckets, histogramFlaw } from "./histogram.ts";
import { HISTOGRAM_SCALE, MAX_DURATION_MS } from "./histogram-bucket.ts";

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
  for (const { index, count } of filledBuckets(histogram)) {
    const distance = (index - previous).toString(36);
    buckets.push(count === 1 ? distance : `${distance}*${count.toString(36)}`);
    previous = index;
  }
  const { scale, sumMs, zeroCount } = histogram;
  return `${scale};${sumMs.toString(36)};${zeroCount.toString(36)};${buckets.join(".")}`;
}

// Each pattern takes a number in the one form in which it is written: no leading zero, no "-0", no "*0" or "*1".
const NUMBER = "(?:0|[1-9a-z][0-9a-z]{0,10})";
const STEP = "[1-9a-z][0-9a-z]{0,3}";
const COUNT = "(?:\\*(?:[2-9a-z]|[1-9a-z][0-9a-z]{1,10}))?";
const SHAPE = new RegExp(
  `^([0-${HISTOGRAM_SCALE}]);(${NUMBER});(${NUMBER});((?:(?:0|-?${STEP})${COUNT}(?:\\.${STEP}${COUNT})*)?)$`,
);

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
  const zeroCount = Number.parseInt(zeros, 36);
  const histogram = {
    scale: Number(scale),
    sumMs: Number.parseInt(sum, 36),
    zeroCount,
    ...bucketsOf(buckets, zeroCount, Number(scale)),
  };
  const flaw = histogramFlaw(histogram);
  if (flaw !== null) throw new DecodeError("histogram", flaw);
  return histogram;
}

function bucketsOf(
  text: string,
  zeroCount: number,
  scale: number,
): Pick<DurationHistogram, "count" | "offset" | "bucketCounts"> {
  const bucketCounts: number[] = [];
  const lastIndex = Math.log2(MAX_DURATION_MS) * 2 ** scale - 1;
  let offset = 0;
  let count = zeroCount;
  let index = 0;
  for (const bucket of text === "" ? [] : text.split(".")) {
    const star = bucket.indexOf("*");
    const bucketCount = star === -1 ? 1 : Number.parseInt(bucket.slice(star + 1), 36);
    index += Number.parseInt(star === -1 ? bucket : bucket.slice(0, star), 36);
    if (index < -1 || index > lastIndex)
      throw new DecodeError("histogram", `bucket ${index} holds no duration`);
    if (bucketCounts.length === 0) offset = index;
    while (bucketCounts.length < index - offset) bucketCounts.push(0);
    bucketCounts.push(bucketCount);
    count += bucketCount;
  }
  return { count, offset, bucketCounts };
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
