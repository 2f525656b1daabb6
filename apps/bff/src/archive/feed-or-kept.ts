import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { Caller } from "../cache/flight.ts";
import type { Read } from "../cache/read-through.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import { type Feed, feedOf } from "../upstream/feed.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ArchiveReads } from "./archive-reads.ts";

/** Where events come from. */
export interface EventSources {
  readonly reads: UpstreamReads;
  readonly archive: ArchiveReads | null;
}

/** What the upstream says of a service, or what to say in its place. */
export type FeedOrKept =
  | { readonly is: "feed"; readonly feed: Read<Feed> }
  /** The upstream cannot be asked; the archive knows the service. */
  | { readonly is: "kept"; readonly head: Read<ServiceHead>; readonly failure: unknown };

/**
 * Reads a service's newest events. While the upstream is down the archive stands in, for services that it knows; and a
 * service that the upstream has deleted has an empty feed, not no past.
 *
 * @throws whatever reading the feed threw when the archive does not know the service
 */
export async function feedOrKept(
  { reads, archive }: EventSources,
  ids: ServiceIds,
  caller: Caller,
): Promise<FeedOrKept> {
  try {
    return { is: "feed", feed: await reads.recentFeed(ids, caller) };
  } catch (error) {
    const meaning = meaningOf(error);
    if (archive === null || meaning === "other") throw error;
    const kept = await knownHead(archive, ids, caller);
    if (kept === null) throw error;
    if (meaning === "outage") return { is: "kept", head: kept, failure: error };
    return { is: "feed", feed: { ...kept, value: feedOf(kept.value.state?.name ?? ids.serviceId, []) } };
  }
}

/**
 * Sees to it that feed and archive meet: where the archive has not got what is older than the feed, all of it is read. So a
 * service with any number of events costs one call, as long as it is archived.
 */
export async function meetingArchive(
  { reads, archive }: EventSources,
  ids: ServiceIds,
  feed: Read<Feed>,
  caller: Caller,
): Promise<Read<Feed>> {
  if (feed.value.isWhole) return feed;
  const head = archive === null ? null : await knownHead(archive, ids, caller);
  const newestKeptMs = head?.value.newestEventAtMs ?? Number.NEGATIVE_INFINITY;
  return newestKeptMs >= feed.value.oldestMs ? feed : reads.wholeFeed(ids, caller);
}

/** What the archive says of a service; `null` when it never saw it, or cannot say. */
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
