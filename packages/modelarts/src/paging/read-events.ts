import { compareEvents, eventKey, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { toServiceEvent, type WireEventsAnswer } from "@deploy-lens/core/upstream/events";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import type { EventsQueryFields } from "@deploy-lens/core/upstream/events-query/fields";
import { inPlace, isSetAside, type Salvaged, type SetAsideRow } from "@deploy-lens/core/upstream/salvage";
import { InvalidArgumentError } from "../errors/index.ts";
import { type PagingOptions, type PagingReport, type RowSource, readRows } from "./row-paging.ts";

/** The events to read: the half-open range `[fromMs, toMs)`, epoch ms. */
export interface EventsWindow {
  /** `null`: from the oldest event that the upstream has. */
  readonly fromMs: number | null;
  /** Must be in the past; otherwise events arrive while their pages are being read. */
  readonly toMs: number;
  /** Width of the windows that the range is read in; by default the range is one window. */
  readonly windowMs?: number | undefined;
  readonly eventType?: EventsQueryFields["eventType"] | undefined;
}

/** Totals over all windows. */
export interface EventsReport extends Pick<PagingReport, "pages" | "offsetMode" | "stable"> {
  readonly events: number;
  /** Rows that were not valid events. */
  readonly setAside: number;
}

/** Fetches one page. */
export type FetchEvents = (query: EventsQuery) => Promise<Salvaged<WireEventsAnswer>>;

/**
 * Reads every event of a range once, oldest first, in batches as they arrive.
 *
 * The API reference does not say whether `start_time` and `end_time` are inclusive, so each window is requested with a
 * margin of one millisecond and trimmed here. Events with equal time, label and text count as one. Events of the same
 * millisecond on different pages keep the upstream's order.
 *
 * @throws InvalidArgumentError for an empty range; PagingInconsistentError if pages contradict each other.
 */
export async function* readEventWindows(
  fetchEvents: FetchEvents,
  label: RowSource<unknown>["label"],
  window: EventsWindow,
  options: PagingOptions,
): AsyncGenerator<readonly ServiceEvent[], EventsReport> {
  let report: EventsReport = { events: 0, setAside: 0, pages: 0, offsetMode: null, stable: true };
  for (const [fromMs, toMs] of cutWindow(window)) {
    const query = EventsQuery.create({
      startTimeMs: fromMs === null ? null : Math.max(0, fromMs - 1),
      endTimeMs: toMs,
      eventType: window.eventType ?? null,
      order: "asc",
    });
    const fetchPage = async (offset: number, limit: number) => {
      const { answer, setAside } = await fetchEvents(query.with({ offset, limit }));
      return { rows: inPlace(answer.events.map(toServiceEvent), setAside), totalCount: answer.total_count };
    };
    const keyOf = (row: ServiceEvent | SetAsideRow) => (isSetAside(row) ? row.key : eventKey(row));
    const inWindow = (event: ServiceEvent) =>
      (fromMs === null || event.occurredAtMs >= fromMs) && event.occurredAtMs < toMs;

    const pages = readRows({ label, fetchPage, keyOf }, options);
    let page = await pages.next();
    while (!page.done) {
      const read = page.value.filter((row): row is ServiceEvent => !isSetAside(row));
      const events = read.filter(inWindow).sort(compareEvents);
      const setAside = report.setAside + page.value.length - read.length;
      report = { ...report, events: report.events + events.length, setAside };
      if (events.length > 0) yield events;
      page = await pages.next();
    }
    report = {
      ...report,
      pages: report.pages + page.value.pages,
      offsetMode: page.value.offsetMode ?? report.offsetMode,
      stable: report.stable && page.value.stable,
    };
  }
  return report;
}

/**
 * Cuts a range into contiguous windows.
 *
 * @example
 * [...cutWindow({ fromMs: 0, toMs: 25, windowMs: 10 })]; // [[0, 10], [10, 20], [20, 25]]
 */
export function* cutWindow({ fromMs, toMs, windowMs }: EventsWindow): Generator<[number | null, number]> {
  if (!Number.isSafeInteger(toMs) || toMs < 0) {
    throw new InvalidArgumentError("toMs", "must be a time in epoch ms");
  }
  if (fromMs === null) {
    yield [null, toMs];
    return;
  }
  if (!Number.isSafeInteger(fromMs) || fromMs < 0 || fromMs >= toMs) {
    throw new InvalidArgumentError("fromMs", "must be a time in epoch ms before toMs");
  }
  if (windowMs !== undefined && !(Number.isSafeInteger(windowMs) && windowMs > 0)) {
    throw new InvalidArgumentError("windowMs", "must be a whole number of ms from 1");
  }
  const widthMs = windowMs ?? toMs - fromMs;
  for (let startMs = fromMs; startMs < toMs; startMs += widthMs) {
    yield [startMs, Math.min(startMs + widthMs, toMs)];
  }
}
