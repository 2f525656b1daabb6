/** A strong entity tag, in its parts. */
export interface EntityTag {
  readonly text: string;
  /** What it begins with for every moment at which the content was read. */
  readonly prefix: string;
}

/**
 * The tag of an answer: the content's identity, and the moment of reading where the body tells it.
 *
 * So it is strong, since equal tags mean equal bytes, though nothing was hashed.
 *
 * @example
 * entityTag("Zb3…", 1562597332582).text; // '"Zb3….jxusby1i"'
 */
export function entityTag(identity: string, asOfMs: number | null): EntityTag {
  if (asOfMs === null) return { text: `"${identity}"`, prefix: `"${identity}"` };
  return { text: `"${identity}.${asOfMs.toString(36)}"`, prefix: `"${identity}.` };
}

/**
 * Which of the caller's tags still holds, `null` when none does.
 *
 * A new moment of reading alone makes no new content: a caller who has the same facts from an earlier moment is told that
 * they stand, by the tag that they hold; `Age` says how fresh that is. Weak comparison, as `If-None-Match` asks for.
 * Source: RFC 9110, section 13.1.2.
 */
export function isNotModified(ifNoneMatch: string | undefined, tag: EntityTag): string | null {
  if (ifNoneMatch === undefined) return null;
  if (ifNoneMatch.trim() === "*") return tag.text;
  for (const [, known] of ifNoneMatch.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)) {
    if (known?.startsWith(tag.prefix)) return known;
  }
  return null;
}
