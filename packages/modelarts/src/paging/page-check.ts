import type { PagingInconsistency } from "../errors/index.ts";

/** The unit of `offset`: pages, as the API reference says, or rows, as the vendor's own Terraform client assumes. */
export type OffsetMode = "page" | "row";

/** Progress through a list before its next page. */
export interface PagePosition {
  /** Index of the next row, from 0. */
  readonly position: number;
  /** Rows requested per page. */
  readonly limit: number;
  /** The unit of `offset`, `null` while unknown. */
  readonly mode: OffsetMode | null;
  /** Keys of the previous page. */
  readonly previousKeys: readonly string[];
}

/** A page that is consistent with the one before it. */
export interface FittingPage {
  /** Number of its first rows that repeat the previous page, because `offset` was being probed. */
  readonly known: number;
  readonly mode: OffsetMode | null;
}

/** A page that is impossible unless the list changed. */
export interface Contradiction {
  readonly reason: PagingInconsistency;
  readonly detail: string;
}

/** True if to request the next page with `offset=1` to detect its unit; with pages of one row both units are equal. */
export function isProbe({ position, limit, mode }: PagePosition): boolean {
  return position > 0 && mode === null && limit > 1;
}

/** The `offset` of the next page. */
export function offsetOf(place: PagePosition): number {
  if (isProbe(place)) return 1;
  return place.mode === "page" ? place.position / place.limit : place.position;
}

/**
 * Checks a page against the previous one and against its own `total_count`.
 *
 * @example
 * const place = { position: 3, limit: 3, mode: null, previousKeys: ["a", "b", "c"] };
 * checkPage(place, ["b", "c", "d"], 5); // { known: 2, mode: "row" }
 * checkPage(place, ["d", "e"], 5); // { known: 0, mode: "page" }
 * checkPage(place, ["a", "b", "c"], 5); // { reason: "offset_unrecognised", … }
 */
export function checkPage(
  place: PagePosition,
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
  return contradictionWithTotal({ ...place, mode }, keys.length - known, totalCount) ?? { known, mode };
}

function contradictionWithTotal(
  { position, limit, mode }: PagePosition,
  rows: number,
  totalCount: number,
): Contradiction | null {
  const isFirst = position === 0;
  const due = Math.min(limit, totalCount - position);
  const tooMany = position + rows > totalCount || (!isFirst && rows > limit);
  // The upstream may return shorter pages than requested, as long as they leave no gaps.
  const tooFew = rows < due && (rows === 0 || (mode === "page" && !isFirst));
  if (!tooMany && !tooFew) return null;
  const detail = `total_count is ${totalCount}, but ${rows} rows came after ${position}`;
  return { reason: tooMany ? "extra_rows" : "missing_rows", detail };
}

/** Detects the unit of `offset` from the first page and the answer to `offset=1`; `null` if neither unit fits. */
function detectOffsetMode(first: readonly string[], probe: readonly string[]): OffsetMode | null {
  if (isShiftedByOne(first, probe)) return "row";
  const known = new Set(first);
  const overlap = probe.filter((key) => known.has(key)).length;
  return overlap * 2 < first.length ? "page" : null;
}

/** True if a page repeats the previous one, exactly or shifted by one row, which means that `offset` has another unit. */
function repeatsPage(previous: readonly string[], keys: readonly string[]): boolean {
  if (previous.length === 0 || keys.length === 0) return false;
  return isSameSequence(previous, keys) || isShiftedByOne(previous, keys);
}

function isShiftedByOne(previous: readonly string[], keys: readonly string[]): boolean {
  const rest = previous.slice(1);
  return rest.length > 0 && isSameSequence(rest, keys.slice(0, rest.length));
}

export function isSameSequence(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at]);
}
