import { identityOf } from "../cache/identity.ts";
import { invalidParameters } from "../request/problem-error.ts";
import type { Position } from "./position.ts";

const FORM = /^1\.([A-Za-z0-9_-]{8})\.([A-Za-z0-9_-]+)$/;

/** Everything that selects and orders a list. A cursor is valid only for the list it was created for. */
export type ListKey = readonly unknown[];

/**
 * Encodes where a page ended: a hash of the list and the last position. It is neither secret nor trusted: a forged
 * cursor only starts elsewhere in a list that the caller may read anyway.
 *
 * @example
 * writeCursor({ key: 1562597332582, id: "1562597332582-0f3…" }, ["events", …]); // "1.Zk3x09_a.WzE1NjI1O…"
 */
export function writeCursor({ key, id }: Position, list: ListKey): string {
  return `1.${fingerprintOf(list)}.${Buffer.from(JSON.stringify([key, id])).toString("base64url")}`;
}

/**
 * Decodes a cursor.
 *
 * @param keys what the list is sorted by: times (epoch ms) or texts
 * @throws ProblemError `invalid-parameters` when it belongs to another list
 */
export function readCursor(cursor: string, list: ListKey, keys: "times" | "texts"): Position {
  const [, fingerprint, encoded = ""] = FORM.exec(cursor) ?? [];
  const position = parsePosition(Buffer.from(encoded, "base64url").toString(), keys);
  if (position === null) throw refused("must be a `nextCursor` as an answer spelt it");
  if (fingerprint !== fingerprintOf(list)) {
    throw refused("belongs to other filters or another order: begin again without it");
  }
  return position;
}

function parsePosition(text: string, keys: "times" | "texts"): Position | null {
  try {
    const pair: unknown = JSON.parse(text);
    if (!Array.isArray(pair) || pair.length !== 2) return null;
    const [key, id]: unknown[] = pair;
    if (typeof id !== "string") return null;
    if (keys === "texts") return typeof key === "string" ? { key, id } : null;
    return typeof key === "number" && Number.isSafeInteger(key) ? { key, id } : null;
  } catch {
    return null;
  }
}

function fingerprintOf(list: ListKey): string {
  return identityOf(list).slice(0, 8);
}

function refused(message: string): Error {
  return invalidParameters([{ parameter: "cursor", message }]);
}
