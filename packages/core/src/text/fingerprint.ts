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
