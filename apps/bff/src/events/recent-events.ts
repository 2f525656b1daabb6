import type { ArchiveReads } from "../archive/archive-reads.ts";
import { feedOrKept } from "../archive/feed-or-kept.ts";
import type { Caller } from "../cache/flight.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { type Source, sourceOf, withFailure } from "../upstream/source.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ListedEvent } from "./listed-event.ts";

/** What the upstream still has of a service's events. */
export interface RecentEvents {
  readonly serviceName: string;
  readonly events: readonly ListedEvent[];
  /** The oldest of them, epoch ms: what is younger is whole. Infinite when there are none. */
  readonly oldestMs: number;
  readonly source: Source;
  readonly identity: unknown;
}

/** Reads what the upstream still has; nothing, while it is down and only the archive can answer. */
export async function recentEvents(
  reads: UpstreamReads,
  archive: ArchiveReads | null,
  ids: ServiceIds,
  caller: Caller,
): Promise<RecentEvents> {
  const known = await feedOrKept(reads, archive, ids, caller);
  if (known.is === "kept") {
    return {
      serviceName: known.head.value.state?.name ?? ids.serviceId,
      events: [],
      oldestMs: Number.POSITIVE_INFINITY,
      source: withFailure(sourceOf(known.head), known.failure),
      identity: "kept",
    };
  }
  const { value } = known.feed;
  return {
    serviceName: value.serviceName,
    events: value.listed(),
    oldestMs: value.events[0]?.occurredAtMs ?? Number.POSITIVE_INFINITY,
    source: sourceOf(known.feed),
    identity: value.identity,
  };
}
