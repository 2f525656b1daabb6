export interface EntityTag {
  readonly identity: string;
  /** The `asOf` in the body, epoch ms. */
  readonly asOfMs: number | null;
}

/**
 * Formats an entity tag from the content's identity, the `asOf` in the body, and the coding. It is strong, since equal
 * tags mean equal bytes, although no body is hashed. Source: RFC 9110, section 8.8.3.3.
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
 * Returns the caller's tag that still matches; `null` when none does. A later `asOf` or another coding is not new
 * content: a caller that already has the same facts gets 304 with its own tag, and `Age` says how fresh they are. Weak
 * comparison, as `If-None-Match` requires. Source: RFC 9110, section 13.1.2.
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
