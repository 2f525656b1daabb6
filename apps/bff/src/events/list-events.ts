import type { ArchiveReads } from "../archive/archive-reads.ts";
import {
  type EventSources,
  type FeedOrStored,
  feedOrStored,
  meetingArchive,
} from "../archive/feed-or-stored.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { combined, type Source, sourceOf, withFailure } from "../cache/source.ts";
import { type ListKey, readCursor, writeCursor } from "../paging/cursor.ts";
import { pageOf } from "../paging/page.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { Feed } from "../upstream/feed.ts";
import { eventPosition, type ListedEvent } from "../upstream/listed-event.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ArchiveRange, Scan } from "./scan-archive.ts";
import { type EventsSelection, eventSelectionKey, isEventSelected } from "./select.ts";

export interface EventsListRequest {
  readonly ids: ServiceIds;
  readonly selection: EventsSelection;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface EventsList {
  readonly serviceName: string;
  readonly events: readonly ListedEvent[];
  /** Matches over all pages; `null` where counting would mean reading them. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  /** Rows of the upstream's list that are not valid events. */
  readonly setAside: number;
  readonly source: Source;
  readonly identity: readonly unknown[];
  /** The feed, if the page was made from it alone. */
  readonly feed: Feed | null;
}

/**
 * Lists a service's events as one sequence: those the upstream still has, then those only the archive has. The seam is
 * the feed's oldest event. The upstream clears by age, so everything newer is complete; events of that very millisecond
 * are matched by id.
 */
export async function eventsFor(
  sources: EventSources,
  request: EventsListRequest,
  caller: Caller,
): Promise<EventsList> {
  const { ids, selection, cursor } = request;
  const { archive } = sources;
  const list = eventSelectionKey(ids.serviceId, selection);
  const after = cursor === undefined ? null : readCursor(cursor, list, "times");

  let known = await feedOrStored(sources, ids, caller);
  let recent = recentEvents(known, ids.serviceId, selection);
  let range = olderRange(request, after, recent);
  if (range !== null && isPart(known)) {
    known = { is: "feed", feed: await meetingArchive(sources, ids, known.feed, caller) };
    recent = recentEvents(known, ids.serviceId, selection);
    range = olderRange(request, after, recent);
  }
  const feed = known.is === "feed" && range === null ? known.feed.value : null;
  const parts = { list, after, recent, range, feed, hasArchive: archive !== null };
  const older =
    archive === null || range === null
      ? { scan: NOTHING, failure: null }
      : await olderEvents(archive, request, range, parts, caller);
  return assemble(request, { ...parts, ...older });
}

function isPart(known: FeedOrStored): known is FeedOrStored & { readonly is: "feed" } {
  return known.is === "feed" && !known.feed.value.isWhole;
}

const NOTHING: Scan = { matches: [], stoppedAt: null, reads: [], identity: [] };
/** The range of a JavaScript Date. */
const FIRST_MS = -8.64e15;
const LAST_MS = 8.64e15;

/** The range beyond the feed that belongs on this page; `null` when nothing can. */
function olderRange(
  { selection, limit }: EventsListRequest,
  after: Position | null,
  { matches, oldestMs: seamMs }: RecentEvents,
): ArchiveRange | null {
  const { from = FIRST_MS, to = LAST_MS + 1, order } = selection;
  const afterMs = after === null ? null : Number(after.key);
  const range =
    order === "asc"
      ? { fromMs: Math.max(from, afterMs ?? FIRST_MS), toMs: Math.min(to, seamMs + 1), wanted: limit + 1 }
      : { fromMs: from, toMs: Math.min(to, seamMs + 1, (afterMs ?? LAST_MS) + 1), wanted: limit + 1 };
  if (range.fromMs >= range.toMs) return null;
  if (order === "asc") return range;
  const younger = matches.filter((listed) => listed.event.occurredAtMs > seamMs && isBefore(listed, after));
  return younger.length > limit ? null : range;
}

/** True for events after the cursor, newest first. */
function isBefore(listed: ListedEvent, after: Position | null): boolean {
  return after === null || comparePositions(eventPosition(listed), after) < 0;
}

interface Parts {
  readonly list: ListKey;
  readonly after: Position | null;
  readonly recent: RecentEvents;
  readonly range: ArchiveRange | null;
  readonly feed: Feed | null;
  readonly hasArchive: boolean;
  readonly scan: Scan;
  readonly failure: unknown;
}

let scan: Promise<typeof import("./scan-archive.ts")> | null = null;

/**
 * If the archive is down, the upstream's events are still answered newest first and the cursor leads to the older ones.
 */
async function olderEvents(
  archive: ArchiveReads,
  { ids, selection }: EventsListRequest,
  range: ArchiveRange,
  { recent, after }: Pick<Parts, "recent" | "after">,
  caller: Caller,
): Promise<Pick<Parts, "scan" | "failure">> {
  try {
    scan ??= import("./scan-archive.ts");
    const { scanArchive } = await scan;
    return { scan: await scanArchive(archive, ids, selection, range, caller), failure: null };
  } catch (error) {
    const hasMore = recent.matches.some((listed) => isBefore(listed, after));
    if (selection.order === "asc" || !hasMore) throw error;
    return { scan: { ...NOTHING, stoppedAt: { key: recent.oldestMs, id: "" } }, failure: error };
  }
}

function assemble(request: EventsListRequest, parts: Parts): EventsList {
  const { list, recent, scan, feed, failure } = parts;
  const { selection, limit, cursor } = request;
  const { stoppedAt } = scan;
  const all = scan.matches.length === 0 ? recent.matches : united(scan.matches, recent.matches);
  const sign = selection.order === "desc" ? -1 : 1;
  const seen =
    stoppedAt === null
      ? all
      : all.filter((listed) => sign * comparePositions(eventPosition(listed), stoppedAt) <= 0);
  const page = pageOf(seen, {
    positionOf: eventPosition,
    keys: "times",
    order: selection.order,
    list,
    limit,
    cursor,
  });
  const source = combined(recent.source, scan.reads);
  return {
    serviceName: recent.serviceName,
    events: page.items,
    total: totalOf(request, parts, all.length),
    setAside: recent.setAside,
    nextCursor: page.nextCursor ?? (stoppedAt === null ? null : writeCursor(stoppedAt, list)),
    source: failure === null ? source : withFailure(source, failure),
    identity: [list, limit, cursor, recent.identity, scan.identity, stoppedAt],
    feed,
  };
}

/** Both sides have the events of the seam, so duplicates are dropped by id. */
function united(older: readonly ListedEvent[], recent: readonly ListedEvent[]): readonly ListedEvent[] {
  return [...new Map([...older, ...recent].map((event) => [event.id, event])).values()];
}

function totalOf(
  { selection, cursor }: EventsListRequest,
  { hasArchive, recent, range, scan }: Parts,
  found: number,
): number | null {
  const hasOlder = hasArchive || !recent.isWhole;
  const olderMatters = hasOlder && (selection.from ?? FIRST_MS) <= recent.oldestMs;
  if (!olderMatters) return recent.matches.length;
  const readAll = range !== null && scan.stoppedAt === null && cursor === undefined;
  return readAll ? found : null;
}

interface RecentEvents {
  readonly serviceName: string;
  readonly matches: readonly ListedEvent[];
  /** Epoch ms: everything newer is included. Infinite when there are none. */
  readonly oldestMs: number;
  readonly setAside: number;
  /** True when the upstream has nothing older. */
  readonly isWhole: boolean;
  readonly source: Source;
  readonly identity: unknown;
}

/** Matching events of the feed; none while only the archive can answer. */
function recentEvents(known: FeedOrStored, serviceId: string, selection: EventsSelection): RecentEvents {
  if (known.is === "stored") {
    return {
      serviceName: known.head.value.state?.name ?? serviceId,
      matches: [],
      oldestMs: Number.POSITIVE_INFINITY,
      setAside: 0,
      isWhole: false,
      source: withFailure(sourceOf(known.head), known.failure),
      identity: "stored",
    };
  }
  const { value } = known.feed;
  return {
    serviceName: value.serviceName,
    matches: value.listed().filter((listed) => isEventSelected(listed, selection)),
    oldestMs: value.oldestMs,
    setAside: value.setAside,
    isWhole: value.isWhole,
    source: sourceOf(known.feed),
    identity: value.identity,
  };
}
