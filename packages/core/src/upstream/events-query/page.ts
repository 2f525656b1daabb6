import type { WireEventsAnswer } from "../events.ts";
import type { EventsQuery } from "./index.ts";

/**
 * What `offset` counts: pages, as the reference page says, or rows, as the vendor's own Terraform client assumes.
 */
export const OFFSET_MODES = ["page", "row"] as const;

/** One of {@link OFFSET_MODES}. */
export type OffsetMode = (typeof OFFSET_MODES)[number];

/** The part of an events answer that says where it stands. */
export type PageSeen = Pick<WireEventsAnswer, "total_count"> & {
  readonly events: { readonly length: number };
};

/**
 * Which rows of the whole list a query asks for, from 0, `end` excluded.
 *
 * @example
 * rowRange(EventsQuery.create({ offset: 2, limit: 100 })); // { start: 200, end: 300 }
 * rowRange(EventsQuery.create({ offset: 2, limit: 100 }), "row"); // { start: 2, end: 102 }
 */
export function rowRange(query: EventsQuery, mode: OffsetMode = "page"): { start: number; end: number } {
  const start = mode === "page" ? query.offset * query.limit : query.offset;
  return { start, end: start + query.limit };
}

/**
 * The query for what follows an answer; `null` when there is nothing more.
 *
 * It believes the rows that came, then `total_count`: an answer without rows is the end whatever was promised, and so is
 * reaching what was promised. Hence paging ends even when `total_count` lies; a caller who minds compares the rows that it
 * got with `total_count`. A first page shorter than was asked for, with more promised, means that the upstream has a
 * smaller page; it is taken over, lest counting pages pass over rows.
 *
 * New events arrive at the head of the default order, so fix `endTimeMs` and ask with `order: "asc"` while paging.
 *
 * @example
 * const query = EventsQuery.create({ order: "asc", limit: 4 });
 * nextPage(query, { total_count: 9, events: [a, b, c, d] })?.toString(); // "offset=1&limit=4&order=asc"
 * nextPage(query, { total_count: 9, events: [a, b, c, d] }, "row")?.toString(); // "offset=4&limit=4&order=asc"
 * nextPage(query, { total_count: 4, events: [a, b, c, d] }); // null
 */
export function nextPage(
  query: EventsQuery,
  answer: PageSeen,
  mode: OffsetMode = "page",
): EventsQuery | null {
  const rows = answer.events.length;
  const seen = rowRange(query, mode).start + rows;
  if (rows === 0 || seen >= answer.total_count) return null;
  if (mode === "row") return query.with({ offset: seen });
  const limit = query.offset === 0 ? Math.min(query.limit, rows) : query.limit;
  return query.with({ offset: query.offset + 1, limit });
}
