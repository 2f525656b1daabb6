import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/flight.ts";
import { type ListKey, readCursor, writeCursor } from "../paging/cursor.ts";
import { pageOf } from "../paging/page.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { combined, type Source, withFailure } from "../upstream/source.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type ListedEvent, positionOf } from "./listed-event.ts";
import { type RecentEvents, recentEvents } from "./recent-events.ts";
import { type Scan, type ScanRange, scanArchive } from "./scan-archive.ts";
import { type EventsSelection, isSelected, selectionKey } from "./select.ts";

/** Which page of a service's events. */
export interface EventsRequest {
  readonly ids: ServiceIds;
  readonly selection: EventsSelection;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** A page of a service's events, and where it comes from. */
export interface EventsPage {
  readonly serviceName: string;
  readonly events: readonly ListedEvent[];
  /** How many match on all pages; `null` where that would mean reading them. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly source: Source;
  readonly identity: readonly unknown[];
}

/**
 * Lists a service's events as one: what the upstream still has, and what only the archive has kept.
 *
 * The seam is the upstream's oldest event: it clears by age, so what is younger is whole. What both have at that very
 * millisecond is the same by its id.
 */
export async function listEvents(
  { reads, archive }: { readonly reads: UpstreamReads; readonly archive: ArchiveReads | null },
  request: EventsRequest,
  caller: Caller,
): Promise<EventsPage> {
  const { ids, selection, cursor } = request;
  const list = selectionKey(ids.serviceId, selection);
  const after = cursor === undefined ? null : readCursor(cursor, list, "times");
  const recent = await recentEvents(reads, archive, ids, caller);
  const matches = recent.events.filter((one) => isSelected(one, selection));
  const range = archive === null ? null : olderRange(request, after, recent.oldestMs, matches);
  const older =
    archive === null || range === null
      ? { scan: NOTHING, failure: null }
      : await olderEvents(archive, request, range, { recent, matches, after }, caller);
  return assemble(request, { list, recent, matches, range, hasArchive: archive !== null, ...older });
}

const NOTHING: Scan = { matches: [], stoppedAt: null, reads: [], identity: [] };
/** The first and last moments that dates reach. */
const FIRST_MS = -8.64e15;
const LAST_MS = 8.64e15;

/** What the archive has to add to this page; `null` when that is nothing. */
function olderRange(
  { selection, limit }: EventsRequest,
  after: Position | null,
  seamMs: number,
  matches: readonly ListedEvent[],
): ScanRange | null {
  const { from = FIRST_MS, to = LAST_MS + 1, order } = selection;
  const afterMs = after === null ? null : Number(after.key);
  const range =
    order === "asc"
      ? { fromMs: Math.max(from, afterMs ?? FIRST_MS), toMs: Math.min(to, seamMs + 1), wanted: limit + 1 }
      : { fromMs: from, toMs: Math.min(to, seamMs + 1, (afterMs ?? LAST_MS) + 1), wanted: limit + 1 };
  if (range.fromMs >= range.toMs) return null;
  if (order === "asc") return range;
  const younger = matches.filter(
    (one) =>
      one.event.occurredAtMs > seamMs && (after === null || comparePositions(positionOf(one), after) < 0),
  );
  return younger.length > limit ? null : range;
}

/** While the archive is down, what the upstream has is an answer still, newest first; older events follow on demand. */
async function olderEvents(
  archive: ArchiveReads,
  { ids, selection }: EventsRequest,
  range: ScanRange,
  { recent, matches, after }: Pick<Parts, "recent" | "matches"> & { readonly after: Position | null },
  caller: Caller,
): Promise<{ scan: Scan; failure: unknown }> {
  try {
    return { scan: await scanArchive(archive, ids, selection, range, caller), failure: null };
  } catch (error) {
    const hasMore = matches.some((one) => after === null || comparePositions(positionOf(one), after) < 0);
    if (selection.order === "asc" || !hasMore) throw error;
    return { scan: { ...NOTHING, stoppedAt: { key: recent.oldestMs, id: "" } }, failure: error };
  }
}

interface Parts {
  readonly list: ListKey;
  readonly recent: RecentEvents;
  readonly matches: readonly ListedEvent[];
  readonly range: ScanRange | null;
  readonly hasArchive: boolean;
  readonly scan: Scan;
  readonly failure: unknown;
}

function assemble(request: EventsRequest, parts: Parts): EventsPage {
  const { list, recent, matches, scan, failure } = parts;
  const { selection, limit, cursor } = request;
  const { stoppedAt } = scan;
  const all = [...new Map([...scan.matches, ...matches].map((one) => [one.id, one])).values()];
  const sign = selection.order === "desc" ? -1 : 1;
  const seen =
    stoppedAt === null ? all : all.filter((one) => sign * comparePositions(positionOf(one), stoppedAt) <= 0);
  const page = pageOf(seen, {
    positionOf,
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
    nextCursor: page.nextCursor ?? (stoppedAt === null ? null : writeCursor(stoppedAt, list)),
    source: failure === null ? source : withFailure(source, failure),
    identity: [list, limit, cursor, recent.identity, scan.identity, stoppedAt],
  };
}

function totalOf(
  { selection, cursor }: EventsRequest,
  { hasArchive, recent, matches, range, scan }: Parts,
  found: number,
): number | null {
  const archiveMatters = hasArchive && (selection.from ?? FIRST_MS) <= recent.oldestMs;
  if (!archiveMatters) return matches.length;
  const readAll = range !== null && scan.stoppedAt === null && cursor === undefined;
  return readAll ? found : null;
}
