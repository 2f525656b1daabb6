import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { Caller } from "../cache/flight.ts";
import type { Read } from "../cache/read-through.ts";
import { type Feed, feedOf } from "../upstream/feed.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { meaningOf } from "../upstream/upstream-problem.ts";
import type { ArchiveReads } from "./archive-reads.ts";

/** What the upstream says of a service, or what to say in its place. */
export type FeedOrKept =
  | { readonly is: "feed"; readonly feed: Read<Feed> }
  /** The upstream cannot be asked; the archive knows the service. */
  | { readonly is: "kept"; readonly head: Read<ServiceHead>; readonly failure: unknown };

/**
 * Reads a service's feed. While the upstream is down the archive stands in, for services that it knows; and a service that
 * the upstream has deleted has an empty feed, not no past.
 *
 * @throws whatever reading the feed threw when the archive does not know the service
 */
export async function feedOrKept(
  reads: UpstreamReads,
  archive: ArchiveReads | null,
  ids: ServiceIds,
  caller: Caller,
): Promise<FeedOrKept> {
  try {
    return { is: "feed", feed: await reads.feed(ids, caller) };
  } catch (error) {
    const meaning = meaningOf(error);
    if (archive === null || meaning === "other") throw error;
    const kept = await knownHead(archive, ids, caller);
    if (kept === null) throw error;
    if (meaning === "outage") return { is: "kept", head: kept, failure: error };
    return { is: "feed", feed: { ...kept, value: feedOf(kept.value.state?.name ?? ids.serviceId, []) } };
  }
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
