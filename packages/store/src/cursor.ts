import { InvalidCursorError } from "./errors.ts";

/** A place in a list: a time, and what stands at it. */
export interface Place {
  readonly atMs: number;
  /** Orders what has the same time. */
  readonly key: string;
}

/**
 * Writes a place as an opaque text of URL-safe characters. `list` keeps the cursor of one list out of another.
 *
 * @example
 * encodeCursor("deployments", { atMs: 1562597251764, key: "0jxusbymc-…" });
 */
export function encodeCursor(list: string, { atMs, key }: Place): string {
  return Buffer.from(JSON.stringify([list, atMs, key])).toString("base64url");
}

/** Reads what {@link encodeCursor} wrote. @throws InvalidCursorError when it is anything else. */
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
