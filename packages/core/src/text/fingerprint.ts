/**
 * A deterministic 53-bit fingerprint of a text as eleven characters of base 36, for ids; not for security.
 *
 * Two multiply-xorshift lanes over UTF-16 code units, as in MurmurHash3's finaliser. Pure, so that browsers, Lambda and
 * the command line agree.
 *
 * @example
 * fingerprint("start to deploy service"); // always the same eleven characters of [0-9a-z]
 */
export function fingerprint(text: string): string {
  return fingerprintBehind("")(text);
}

/**
 * Fingerprints of texts with a common prefix, which is hashed once.
 *
 * @example
 * fingerprintBehind("a-service|")("deploy") === fingerprint("a-service|deploy"); // true
 */
export function fingerprintBehind(beginning: string): (rest: string) => string {
  let highBegun = 0x9e3779b9;
  let lowBegun = 0x85ebca6b;
  for (let i = 0; i < beginning.length; i++) {
    const unit = beginning.charCodeAt(i);
    highBegun = nextHigh(highBegun, unit);
    lowBegun = nextLow(lowBegun, unit);
  }
  return (rest) => {
    let high = highBegun;
    let low = lowBegun;
    for (let i = 0; i < rest.length; i++) {
      const unit = rest.charCodeAt(i);
      high = nextHigh(high, unit);
      low = nextLow(low, unit);
    }
    high = avalanche(high ^ low ^ (beginning.length + rest.length));
    low = avalanche(low ^ high);
    return base36((high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0), 11);
  };
}

function nextHigh(high: number, unit: number): number {
  const mixed = Math.imul(high ^ unit, 0xcc9e2d51);
  return (mixed << 13) | (mixed >>> 19);
}

function nextLow(low: number, unit: number): number {
  const mixed = Math.imul(low ^ unit, 0x1b873593);
  return (mixed << 17) | (mixed >>> 15);
}

function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** All pairs of digits, so that a number takes few steps. */
const PAIRS = Array.from(DIGITS, (high) => Array.from(DIGITS, (low) => high + low)).flat();

/** Four digits: small enough that all arithmetic below it is on 32-bit integers. */
const FOUR_DIGITS = 36 ** 4;

/**
 * Formats a non-negative safe integer in base 36, padded with zeros to a length of at most twelve.
 *
 * The same text as `value.toString(36).padStart(length, "0")`, which takes several times as long beyond 31 bits.
 *
 * @example base36(1562597251764, 9); // "0jxui23zo"
 */
export function base36(value: number, length: number): string {
  const low = value % FOUR_DIGITS;
  const rest = (value - low) / FOUR_DIGITS;
  const middle = rest % FOUR_DIGITS;
  const digits = fourDigits((rest - middle) / FOUR_DIGITS) + fourDigits(middle) + fourDigits(low);
  let zeros = 0;
  while (zeros < digits.length - length && digits.startsWith("0", zeros)) zeros++;
  return digits.slice(zeros);
}

function fourDigits(value: number): string {
  const low = value % PAIRS.length;
  return `${PAIRS[(value - low) / PAIRS.length]}${PAIRS[low]}`;
}
