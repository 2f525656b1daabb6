import { classify } from "@deploy-lens/core/classify";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { ReadInfo } from "../cache/source.ts";
import type { Position } from "../paging/position.ts";
import { type ListedEvent, listedEvents } from "../upstream/listed-event.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type EventsSelection, isEventSelected } from "./select.ts";

export interface ArchiveRange {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Stop after this many matches. */
  readonly wanted: number;
}

export interface Scan {
  readonly matches: readonly ListedEvent[];
  /**
   * The position at which the scan stopped before the range's end: everything before it was seen. `null` if the range
   * was read completely.
   */
  readonly stoppedAt: Position | null;
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly string[];
}

const PAGE_SIZE = 1_000;
/** A selective filter must not read years in one request; the next page continues from here. */
const MAX_PAGES = 5;
/** Sorts after every id. */
const LAST_ID = "~";

/** Scans the archive until enough matches are found, the range ends, or the page limit is reached. */
export async function scanArchive(
  archive: ArchiveReads,
  ids: ServiceIds,
  selection: EventsSelection,
  range: ArchiveRange,
  caller: Caller,
): Promise<Scan> {
  const { order } = selection;
  const matches: ListedEvent[] = [];
  const reads: ReadInfo[] = [];
  const identity: string[] = [];
  let firstMs: number | null = null;
  let cursor: string | null = null;
  if (range.fromMs >= range.toMs) return { matches, stoppedAt: null, reads, identity };
  for (;;) {
    const { fromMs, toMs } = range;
    const read: Awaited<ReturnType<ArchiveReads["events"]>> = await archive.events(
      { ...ids, fromMs, toMs, order, limit: PAGE_SIZE, cursor },
      caller,
    );
    const { events, nextCursor } = read.value.content;
    reads.push(read);
    identity.push(read.value.identity);
    const listed = listedEvents(events.map((event) => ({ event, classification: classify(event.message) })));
    matches.push(...listed.filter((event) => isEventSelected(event, selection)));
    const lastMs = events.at(-1)?.occurredAtMs;
    firstMs ??= events[0]?.occurredAtMs ?? null;
    if (nextCursor === null || lastMs === undefined) return { matches, stoppedAt: null, reads, identity };
    // The archive orders events within a millisecond differently, so the last millisecond may be incomplete.
    const complete = matches.filter(({ event }) => event.occurredAtMs !== lastMs);
    const enough = complete.length >= range.wanted || reads.length >= MAX_PAGES;
    if (enough && lastMs !== firstMs) {
      const stoppedAt = { key: lastMs, id: order === "desc" ? LAST_ID : "" };
      return { matches: complete, stoppedAt, reads, identity };
    }
    cursor = nextCursor;
  }
}
