import type { PagingInconsistency } from "../errors/index.ts";

/** What `offset` counts: pages, as the reference page says, or rows, as the vendor's own Terraform client assumes. */
export type OffsetMode = "page" | "row";

/** Where a reading of a list stands before its next page. */
export interface Place {
  /** Place of the next row, from 0. */
  readonly position: number;
  /** Rows asked for at once. */
  readonly limit: number;
  /** What offset counts; `null` while nobody knows. */
  readonly mode: OffsetMode | null;
  /** The keys of the page before. */
  readonly previousKeys: readonly string[];
}

/** A page that fits. */
export interface FittingPage {
  /** How many of its first rows the page before had already, because offset was being probed. */
  readonly known: number;
  readonly mode: OffsetMode | null;
}

/** A page that cannot be, if the list held still. */
export interface Contradiction {
  readonly reason: PagingInconsistency;
  readonly detail: string;
}

/** Whether the next page is asked for by `offset=1`, to find out what offset counts. Pages of one row need no knowing. */
export function isProbe({ position, limit, mode }: Place): boolean {
  return position > 0 && mode === null && limit > 1;
}

/** The `offset` of the next page. */
export function offsetOf(place: Place): number {
  if (isProbe(place)) return 1;
  return place.mode === "page" ? place.position / place.limit : place.position;
}

/**
 * Holds a page against the one before it and against the total that came with it.
 *
 * @example
 * const place = { position: 3, limit: 3, mode: null, previousKeys: ["a", "b", "c"] };
 * checkPage(place, ["b", "c", "d"], 5); // { known: 2, mode: "row" }
 * checkPage(place, ["d", "e"], 5); // { known: 0, mode: "page" }
 * checkPage(place, ["a", "b", "c"], 5); // { reason: "offset_unrecognised", … }
 */
export function checkPage(
  place: Place,
  keys: readonly string[],
  totalCount: number,
): FittingPage | Contradiction {
  const probing = isProbe(place);
  const mode = probing ? detectOffsetMode(place.previousKeys, keys) : place.mode;
  if (probing ? mode === null : repeatsPage(place.previousKeys, keys)) {
    return {
      reason: "offset_unrecognised",
      detail: "offset counts neither pages nor rows, or not what it was set to",
    };
  }
  const known = probing && mode === "row" ? place.previousKeys.length - 1 : 0;
  return holdAgainstTotal({ ...place, mode }, keys.length - known, totalCount) ?? { known, mode };
}

function holdAgainstTotal(
  { position, limit, mode }: Place,
  rows: number,
  totalCount: number,
): Contradiction | null {
  const isFirst = position === 0;
  const due = Math.min(limit, totalCount - position);
  const tooMany = position + rows > totalCount || (!isFirst && rows > limit);
  // Shorter pages than asked for are the upstream's right, as long as they do not leave holes.
  const tooFew = rows < due && (rows === 0 || (mode === "page" && !isFirst));
  if (!tooMany && !tooFew) return null;
  const detail = `total_count is ${totalCount}, but ${rows} rows came after ${position}`;
  return { reason: tooMany ? "extra_rows" : "missing_rows", detail };
}

/** What offset counts, told from the first page and the answer to `offset=1`; `null` when neither explains it. */
function detectOffsetMode(first: readonly string[], probe: readonly string[]): OffsetMode | null {
  if (isShiftedByOne(first, probe)) return "row";
  const known = new Set(first);
  const overlap = probe.filter((key) => known.has(key)).length;
  return overlap * 2 < first.length ? "page" : null;
}

/** Whether a page is the one before it, as it was or shifted by one: then offset does not count what it should. */
function repeatsPage(previous: readonly string[], keys: readonly string[]): boolean {
  if (previous.length === 0 || keys.length === 0) return false;
  return isSameSequence(previous, keys) || isShiftedByOne(previous, keys);
}

function isShiftedByOne(previous: readonly string[], keys: readonly string[]): boolean {
  const rest = previous.slice(1);
  return rest.length > 0 && isSameSequence(rest, keys.slice(0, rest.length));
}

/** Whether two lists hold the same texts in the same order. */
export function isSameSequence(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at]);
}
