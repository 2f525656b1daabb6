import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { parseRanges } from "./media-type.ts";

const CODINGS = {
  // As small as gzip's default level 6 or smaller, in half the time.
  br: (text: string) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text: string) => promisify(gzip)(text),
} as const satisfies Record<string, (text: string) => Promise<Uint8Array>>;

type Coding = keyof typeof CODINGS;

export interface EncodedBody {
  readonly coding: Coding;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Compresses a body off the event loop; `null` when the caller accepts none of our codings. */
export async function encodeFor(acceptEncoding: string, text: string): Promise<EncodedBody | null> {
  const coding = preferredCoding(acceptEncoding);
  return coding === null ? null : { coding, bytes: new Uint8Array(await CODINGS[coding](text)) };
}

/**
 * The caller's preferred coding; among equals, the one that compresses best. Source: RFC 9110, section 12.5.3.
 *
 * @example
 * preferredCoding("gzip, deflate, br"); // "br"
 * preferredCoding("gzip;q=1, br;q=0.5"); // "gzip"
 * preferredCoding("identity, *;q=0"); // null
 */
export function preferredCoding(acceptEncoding: string): Coding | null {
  const ranges = parseRanges(acceptEncoding);
  const qualityOf = (name: string) => ranges.find((range) => range.type === name)?.quality;
  const otherQuality = qualityOf("*") ?? 0;
  const identity = qualityOf("identity") ?? 0;
  let best: { readonly coding: Coding; readonly quality: number } | null = null;
  for (const coding of ["br", "gzip"] as const) {
    const quality = qualityOf(coding) ?? otherQuality;
    if (quality > (best?.quality ?? 0)) best = { coding, quality };
  }
  return best !== null && best.quality >= identity ? best.coding : null;
}
