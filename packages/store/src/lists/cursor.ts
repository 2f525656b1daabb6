import { InvalidCursorError } from "../table/errors.ts";

/** A position in a list that is ordered by time. */
export interface Place {
  readonly atMs: number;
  /** Orders entries of the same time. */
  readonly key: string;
}

/**
 * Encodes a position as opaque, URL-safe text. `list` prevents the use of a cursor with another list.
 *
 * @example
 * encodeCursor("deployments", { atMs: 1562597251764, key: "0jxusbymc-…" });
 */
export function encodeCursor(list: string, { atMs, key }: Place): string {
  return Buffer.from(JSON.stringify([list, atMs, key])).toString("base64url");
}

/** Reverses {@link encodeCursor}. @throws InvalidCursorError for any other text. */
export function decodeCursor(list: string, cursor: string): Place {
  const parsed = parse(cursor);
  if (!Array.isArray(parsed) || parsed.length !== 3) throw new InvalidCursorError(cursor);
  const [name, atMs, key]: unknown[] = parsed;
  if (name !== list || typeof atMs !== "number" || typeof key !== "string")
    throw new InvalidCursorError(cursor);
  return { atMs, key };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    return null;
  }
}
