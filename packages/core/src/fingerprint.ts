import { base36 } from "./base36.ts";

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
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0xcc9e2d51);
    low = Math.imul(low ^ unit, 0x1b873593);
    high = (high << 13) | (high >>> 19);
    low = (low << 17) | (low >>> 15);
  }
  high = avalanche(high ^ low ^ text.length);
  low = avalanche(low ^ high);
  return base36((high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0), 11);
}

function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
