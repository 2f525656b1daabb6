import { PagingInconsistentError, type RequestLabel, UpstreamHttpError } from "../errors/index.ts";
import {
  type Contradiction,
  checkPage,
  isSameSequence,
  type OffsetMode,
  offsetOf,
  type Place,
} from "./page-check.ts";

/** What `offset` counts; `auto` finds out. */
export type OffsetModeSetting = OffsetMode | "auto";

/** One page as the upstream gave it. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number;
}

/** A list that is read page by page. */
export interface RowSource<Row> {
  readonly label: RequestLabel;
  readonly fetchPage: (offset: number, limit: number) => Promise<RowPage<Row>>;
  /** Equal for two reads of one row. */
  readonly keyOf: (row: Row) => string;
}

/** How to read. */
export interface PagingOptions {
  /** Rows in a page. */
  readonly pageSize: number;
  readonly offsetMode: OffsetModeSetting;
  /** Reading stops with an error there. */
  readonly maxPages: number;
  /** Whether a full page at the promised end is only believed when nothing follows it. Default `true`. */
  readonly confirmEnd?: boolean | undefined;
}

/** What reading came to. */
export interface PagingReport {
  /** Different rows that were yielded. */
  readonly rows: number;
  /** What the last page promised. */
  readonly totalCount: number;
  readonly pages: number;
  /** How `offset` was used; `null` when one page was enough. */
  readonly offsetMode: OffsetMode | null;
  /**
   * Whether the list is known to be whole. It is read again when rows moved meanwhile; `false` means that they still did
   * the last time, so that a row may be missing.
   */
  readonly stable: boolean;
}

/** How often a list that moves is read from its start. */
const MAX_READINGS = 4;

/** How often pages may contradict each other: rows that change places do it now and then, a wrong answer every time. */
const MAX_CONTRADICTIONS = 3;

/**
 * Reads a whole list by `offset`, each row once, in batches of rows not seen before.
 *
 * Every page is held against what `total_count` promises. Rows that moved between two pages (the total changed, or a
 * row came again) make it read the list again, for the rows that slipped through. `auto` asks for `offset=1` after a
 * full first page: the same rows shifted by one mean that offset counts rows, other rows that it counts pages.
 *
 * What no client of this API can see: a row removed and another added further back between the same two pages leave
 * the total as it was, and one row in between unread.
 *
 * @throws PagingInconsistentError when pages contradict each other, reading after reading.
 */
export async function* readRows<Row>(
  source: RowSource<Row>,
  options: PagingOptions,
): AsyncGenerator<readonly Row[], PagingReport> {
  const known: Known = { seen: new Set(), pages: 0, mode: settledMode(options) };
  let contradictions = 0;
  let previous: readonly string[] = [];
  for (let readings = 0; ; ) {
    const reading: Reading = yield* readOnce(source, options, known);
    if (reading.contradiction !== null) {
      known.mode = settledMode(options);
      contradictions += 1;
      if (contradictions < MAX_CONTRADICTIONS) continue;
      const { reason, detail } = reading.contradiction;
      throw new PagingInconsistentError(source.label, reason, detail);
    }
    readings += 1;
    // A row may stand in the list twice for good: then a second reading goes exactly as the first.
    const settled = !reading.repeated || isSameSequence(reading.sequence, previous);
    const stable = settled && !reading.totalChanged;
    if (stable || readings === MAX_READINGS) {
      const { totalCount } = reading;
      return { rows: known.seen.size, totalCount, pages: known.pages, offsetMode: known.mode, stable };
    }
    previous = reading.sequence;
  }
}

/** What is kept from one reading to the next. */
interface Known {
  readonly seen: Set<string>;
  pages: number;
  mode: OffsetMode | null;
}

/** One reading of the list from its start, as far as it got. */
interface Reading {
  totalCount: number;
  /** Whether two pages promised different totals. */
  totalChanged: boolean;
  /** Whether a row came that an earlier page had. */
  repeated: boolean;
  /** Keys in order of arrival. */
  readonly sequence: string[];
  /** Why it was broken off. */
  contradiction: Contradiction | null;
}

function settledMode({ offsetMode }: PagingOptions): OffsetMode | null {
  return offsetMode === "auto" ? null : offsetMode;
}

async function* readOnce<Row>(
  source: RowSource<Row>,
  options: PagingOptions,
  known: Known,
): AsyncGenerator<readonly Row[], Reading> {
  const reading: Reading = {
    totalCount: 0,
    totalChanged: false,
    repeated: false,
    sequence: [],
    contradiction: null,
  };
  const earlier = new Set<string>();
  let limit = options.pageSize;
  let previousKeys: readonly string[] = [];
  for (;;) {
    const position = reading.sequence.length;
    const place = { position, limit, mode: known.mode, previousKeys };
    countPage(source, options, known);
    const page = await fetchPage(source, place, reading);
    if (page === "past_end") return reading;
    const { rows, totalCount } = page;
    const keys = rows.map(source.keyOf);
    reading.totalChanged ||= position > 0 && totalCount !== reading.totalCount;
    reading.totalCount = totalCount;

    const checked = checkPage(place, keys, totalCount);
    if ("reason" in checked) {
      reading.contradiction = checked;
      return reading;
    }
    known.mode = checked.mode;
    const fresh = takeUnseen(rows, source, known);
    if (fresh.length > 0) yield fresh;

    const next = keys.slice(checked.known);
    reading.repeated ||= next.some((key) => earlier.has(key));
    reading.sequence.push(...next);
    for (const key of keys) earlier.add(key);
    previousKeys = keys;
    // A total of one page may be the page's own count.
    const isDoubtful = rows.length >= limit && (options.confirmEnd !== false || totalCount <= limit);
    const mayGoOn = reading.sequence.length < totalCount || isDoubtful;
    if (next.length === 0 || !mayGoOn) return reading;
    // The upstream's page is smaller, or larger, than what was asked for: from here on its size counts.
    if (position === 0 && rows.length < totalCount) limit = rows.length;
  }
}

/** A page that begins where the list was said to end may be refused as out of range: then the list ends there. */
async function fetchPage<Row>(
  source: RowSource<Row>,
  place: Place,
  { totalCount }: Reading,
): Promise<RowPage<Row> | "past_end"> {
  try {
    return await source.fetchPage(offsetOf(place), place.limit);
  } catch (error) {
    const isPastEnd = place.position > 0 && place.position >= totalCount;
    if (isPastEnd && error instanceof UpstreamHttpError && error.status === 400) return "past_end";
    throw error;
  }
}

function countPage<Row>(source: RowSource<Row>, { maxPages }: PagingOptions, known: Known): void {
  known.pages += 1;
  if (known.pages <= maxPages) return;
  const detail = `more than ${maxPages}, with ${known.seen.size} rows so far`;
  throw new PagingInconsistentError(source.label, "too_many_pages", detail);
}

function takeUnseen<Row>(rows: readonly Row[], { keyOf }: RowSource<Row>, { seen }: Known): Row[] {
  return rows.filter((row) => {
    const before = seen.size;
    return seen.add(keyOf(row)).size > before;
  });
}
