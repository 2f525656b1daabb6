const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** All pairs of digits, so that a number takes few steps. */
const PAIRS = Array.from(DIGITS, (high) => Array.from(DIGITS, (low) => high + low)).flat();

/** Four digits: small enough that all arithmetic below it is on 32-bit integers. */
const FOUR_DIGITS = 36 ** 4;

/**
 * Writes a safe integer from 0 in base 36, with zeros in front up to a length of at most twelve.
 *
 * The same text as `value.toString(36).padStart(length, "0")`, which takes several times as long beyond 31 bits.
 *
 * @example
 * base36(1562597251764, 9); // "0jxui23zo"
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
