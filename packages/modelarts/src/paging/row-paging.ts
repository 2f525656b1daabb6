import { PagingInconsistentError, type RequestLabel, UpstreamHttpError } from "../errors/index.ts";
import {
  type Contradiction,
  checkPage,
  isSameSequence,
  type OffsetMode,
  offsetOf,
  type PagePosition,
} from "./page-check.ts";

/** The unit of `offset`; `auto` detects it. */
export type OffsetModeSetting = OffsetMode | "auto";

/** One page of a list. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly totalCount: number;
}

/** A list that is read page by page. */
export interface RowSource<Row> {
  readonly label: RequestLabel;
  readonly fetchPage: (offset: number, limit: number) => Promise<RowPage<Row>>;
  /** Identifies a row across reads. */
  readonly keyOf: (row: Row) => string;
}

export interface PagingOptions {
  /** Rows per page. */
  readonly pageSize: number;
  readonly offsetMode: OffsetModeSetting;
  /** Reading more pages than this is an error. */
  readonly maxPages: number;
  /** True if to confirm, with one more page, that nothing follows a full last page. Default `true`. */
  readonly confirmEnd?: boolean | undefined;
}

/** Result of reading a list. */
export interface PagingReport {
  /** Distinct rows yielded. */
  readonly rows: number;
  /** `total_count` of the last page. */
  readonly totalCount: number;
  readonly pages: number;
  /** The unit of `offset`, `null` if one page was enough. */
  readonly offsetMode: OffsetMode | null;
  /**
   * True if the list is known to be complete. A list whose rows moved during the read is read again; `false` means that
   * they moved during the last read too, so that a row may be missing.
   */
  readonly stable: boolean;
}

/** Maximum number of times that a changing list is read from the start. */
const MAX_READINGS = 4;

/** Moving rows cause an occasional contradiction, a broken upstream causes one on every read. */
const MAX_CONTRADICTIONS = 3;

/**
 * Reads a whole list by `offset` and yields each row once, in batches of rows not seen before.
 *
 * Every page is checked against `total_count`. If rows moved between two pages (the total changed or a row was repeated),
 * the list is read again for rows that slipped through. `auto` requests `offset=1` after a full first page: if the same
 * rows come back shifted by one, `offset` counts rows; if other rows come, it counts pages.
 *
 * Undetectable for any client of this API: if a row is removed and another added further back between the same two pages,
 * the total stays the same and one row in between goes unread.
 *
 * @throws PagingInconsistentError if pages contradict each other in read after read.
 */
export async function* readRows<Row>(
  source: RowSource<Row>,
  options: PagingOptions,
): AsyncGenerator<readonly Row[], PagingReport> {
  const known: Progress = { seen: new Set(), pages: 0, mode: settledMode(options) };
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
    // If the list contains a row twice permanently, the second read is identical to the first.
    const settled = !reading.repeated || isSameSequence(reading.sequence, previous);
    const stable = settled && !reading.totalChanged;
    if (stable || readings === MAX_READINGS) {
      const { totalCount } = reading;
      return { rows: known.seen.size, totalCount, pages: known.pages, offsetMode: known.mode, stable };
    }
    previous = reading.sequence;
  }
}

/** State carried from one reading to the next. */
interface Progress {
  readonly seen: Set<string>;
  pages: number;
  mode: OffsetMode | null;
}

/** One reading of the list from its start, possibly incomplete. */
interface Reading {
  totalCount: number;
  totalChanged: boolean;
  /** True if an earlier page already had one of the rows. */
  repeated: boolean;
  /** Keys in order of arrival. */
  readonly sequence: string[];
  /** Why reading stopped early. */
  contradiction: Contradiction | null;
}

function settledMode({ offsetMode }: PagingOptions): OffsetMode | null {
  return offsetMode === "auto" ? null : offsetMode;
}

async function* readOnce<Row>(
  source: RowSource<Row>,
  options: PagingOptions,
  known: Progress,
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
    // `total_count` of a single page may be only that page's row count.
    const isDoubtful = rows.length >= limit && (options.confirmEnd !== false || totalCount <= limit);
    const mayGoOn = reading.sequence.length < totalCount || isDoubtful;
    if (next.length === 0 || !mayGoOn) return reading;
    // If the upstream's pages are smaller or larger than requested, use its size from here on.
    if (position === 0 && rows.length < totalCount) limit = rows.length;
  }
}

/** The upstream may refuse a page that starts at the end of the list as out of range, which confirms the end. */
async function fetchPage<Row>(
  source: RowSource<Row>,
  place: PagePosition,
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

function countPage<Row>(source: RowSource<Row>, { maxPages }: PagingOptions, known: Progress): void {
  known.pages += 1;
  if (known.pages <= maxPages) return;
  const detail = `more than ${maxPages}, with ${known.seen.size} rows so far`;
  throw new PagingInconsistentError(source.label, "too_many_pages", detail);
}

function takeUnseen<Row>(rows: readonly Row[], { keyOf }: RowSource<Row>, { seen }: Progress): Row[] {
  return rows.filter((row) => {
    const before = seen.size;
    return seen.add(keyOf(row)).size > before;
  });
}
