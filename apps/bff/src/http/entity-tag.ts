/** A strong entity tag, in its parts. */
export interface EntityTag {
  readonly identity: string;
  /** The moment that stands in the body, epoch ms. */
  readonly asOfMs: number | null;
}

/**
 * The tag of an answer: the content's identity, the moment of reading where the body says it, and the content coding.
 *
 * So it is strong, since equal tags mean equal bytes, though nothing was hashed. Source: RFC 9110, section 8.8.3.3.
 *
 * @example
 * tagText({ identity: "Zb3…", asOfMs: 1562597332582 }); // '"Zb3….jxusby1i"'
 * tagText({ identity: "Zb3…", asOfMs: null }, "gzip"); // '"Zb3…~gzip"'
 */
export function tagText({ identity, asOfMs }: EntityTag, coding?: string): string {
  const moment = asOfMs === null ? "" : `.${asOfMs.toString(36)}`;
  return `"${identity}${moment}${coding === undefined ? "" : `~${coding}`}"`;
}

/**
 * Which of the caller's tags still holds, `null` when none does.
 *
 * A new moment of reading alone makes no new content, and neither does another coding: a caller who has the same facts from
 * an earlier moment hears that they stand, by the tag that they hold; `Age` says how fresh that is. Weak comparison, as
 * `If-None-Match` asks for. Source: RFC 9110, section 13.1.2.
 */
export function isNotModified(ifNoneMatch: string | undefined, tag: EntityTag): string | null {
  if (ifNoneMatch === undefined) return null;
  if (ifNoneMatch.trim() === "*") return tagText(tag);
  const prefix = `"${tag.identity}`;
  for (const [, known] of ifNoneMatch.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)) {
    if (known?.startsWith(prefix) && /^[".~]/.test(known.slice(prefix.length))) return known;
  }
  return null;
}
