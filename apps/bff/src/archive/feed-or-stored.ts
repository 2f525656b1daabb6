import type { ServiceHead } from "@deploy-lens/store/head";
import type { Caller } from "../cache/in-flight-read.ts";
import type { Read } from "../cache/read-through.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import { type Feed, feedOf } from "../upstream/feed.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ArchiveReads } from "./archive-reads.ts";

export interface EventSources {
  readonly reads: UpstreamReads;
  readonly archive: ArchiveReads | null;
}

/** A service's events from the upstream, or the archived head that stands in for them. */
export type FeedOrStored =
  | { readonly is: "feed"; readonly feed: Read<Feed> }
  | { readonly is: "stored"; readonly head: Read<ServiceHead>; readonly failure: unknown };

/**
 * Reads a service's newest events. While the upstream is down, the archive answers for services it knows. A service
 * that the upstream has deleted has an empty feed, but keeps its history.
 *
 * @throws whatever reading the feed threw when the archive does not know the service
 */
export async function feedOrStored(
  { reads, archive }: EventSources,
  ids: ServiceIds,
  caller: Caller,
): Promise<FeedOrStored> {
  try {
    return { is: "feed", feed: await reads.recentFeed(ids, caller) };
  } catch (error) {
    const meaning = meaningOf(error);
    if (archive === null || meaning === "other") throw error;
    const stored = await knownHead(archive, ids, caller);
    if (stored === null) throw error;
    if (meaning === "outage") return { is: "stored", head: stored, failure: error };
    return { is: "feed", feed: { ...stored, value: feedOf(stored.value.state?.name ?? ids.serviceId, []) } };
  }
}

/**
 * Extends the feed back to the end of the archive: if events are missing between them, reads the whole feed. An
 * archived service therefore costs one call, however many events it has.
 */
export async function meetingArchive(
  { reads, archive }: EventSources,
  ids: ServiceIds,
  feed: Read<Feed>,
  caller: Caller,
): Promise<Read<Feed>> {
  if (feed.value.isWhole) return feed;
  const head = archive === null ? null : await knownHead(archive, ids, caller);
  const newestStoredMs = head?.value.newestEventAtMs ?? Number.NEGATIVE_INFINITY;
  // A deployment that began beside an end depends on events before its own start.
  const [, , dependsFromMs = newestStoredMs] = head?.value.latestEvidence ?? [];
  return Math.min(newestStoredMs, dependsFromMs) >= feed.value.oldestMs ? feed : reads.wholeFeed(ids, caller);
}

/** Reads the archived head; `null` when the archive never saw the service or cannot be read. */
async function knownHead(
  archive: ArchiveReads,
  ids: ServiceIds,
  caller: Caller,
): Promise<Read<ServiceHead> | null> {
  try {
    const head = await archive.head(ids, caller);
    return head.value.content.revision === 0 ? null : { ...head, value: head.value.content };
  } catch {
    return null;
  }
}
