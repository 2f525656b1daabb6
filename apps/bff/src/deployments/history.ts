import { deriveDeployments } from "@deploy-lens/core/derive";
import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import type { ServiceHead, StoredSummary } from "@deploy-lens/store/head";
import {
  type EventSources,
  type FeedOrStored,
  feedOrStored,
  meetingArchive,
} from "../archive/feed-or-stored.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { Read } from "../cache/read-through.ts";
import { combined, type Source, sourceOf, withFailure } from "../cache/source.ts";
import { comparePositions } from "../paging/position.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import type { Feed } from "../upstream/feed.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { deploymentPosition } from "./select.ts";

/** A service's deployments, each from the most authoritative source. */
export interface ServiceHistory {
  readonly serviceName: string;
  /** Deployments for which the feed is authoritative: the open one, and those not yet stored. Newest first. */
  readonly live: readonly DeploymentAsOf[];
  /** All deployments derived from the feed. Newest first. */
  readonly derived: readonly DeploymentAsOf[];
  /** The newest deployment for which the table is authoritative; `null` if it has none. */
  readonly newestStored: StoredSummary | null;
  readonly liveIsAll: boolean;
  readonly source: Source;
  /** Identifies the content. Includes the moment while a deployment is open, since that ages. */
  readonly identity: readonly unknown[];
}

/**
 * Reads a service's deployments as of now. The table is authoritative for closed deployments: it has every service
 * status, and the feed expires. A deployment that is open there, or newer than all there, is derived from the feed,
 * so that it is never older than the upstream's own answer.
 */
export async function readHistory(
  sources: EventSources,
  ids: ServiceIds,
  caller: Caller,
): Promise<ServiceHistory> {
  const { reads, archive } = sources;
  const failures: unknown[] = [];
  const unlessItFails = async <Value>(read: Promise<Read<Value>>): Promise<Read<Value> | null> => {
    try {
      return await read;
    } catch (error) {
      if (meaningOf(error) !== "missing") failures.push(error);
      return null;
    }
  };
  const [known, state, head] = await Promise.all([
    meetingFeed(sources, ids, caller),
    unlessItFails(reads.service(ids, caller)),
    archive === null ? null : unlessItFails(archive.head(ids, caller)),
  ]);
  if (known.is === "stored") failures.unshift(known.failure);
  const feed = known.is === "feed" ? known.feed : null;
  const source = combined(
    sourceOf(known.is === "feed" ? known.feed : known.head),
    [state, head].filter((read) => read !== null),
  );
  const stored = head?.value.content ?? null;
  const status = state?.value.status ?? null;
  const derived =
    feed === null ? [] : deriveLive(ids.serviceId, feed.value, [status, transitionOf(stored)], source.asOfMs);
  const newestStored = stored?.latest ?? null;
  const live = derived.filter((deployment) => isFeedAuthoritative(deployment, newestStored));
  const ages = [newestStored, ...live].some((deployment) => deployment?.outcome === null);
  const feedName = feed?.value.serviceName;
  return {
    serviceName: state?.value.summary.name || stored?.state?.name || feedName || ids.serviceId,
    live,
    derived,
    newestStored,
    liveIsAll: archive === null || (head !== null && newestStored === null),
    source: failures.length === 0 ? source : withFailure(source, failures[0]),
    identity: [feed?.value.identity, status, head?.value.identity, ages ? source.asOfMs : null],
  };
}

/** Extends the feed back to the end of the table, so that no deployment falls between the two. */
async function meetingFeed(sources: EventSources, ids: ServiceIds, caller: Caller): Promise<FeedOrStored> {
  const known = await feedOrStored(sources, ids, caller);
  if (known.is === "stored") return known;
  return { is: "feed", feed: await meetingArchive(sources, ids, known.feed, caller) };
}

function isFeedAuthoritative(deployment: DeploymentAsOf, newestStored: StoredSummary | null): boolean {
  if (newestStored === null) return true;
  const order = comparePositions(deploymentPosition(deployment), deploymentPosition(newestStored));
  return order > 0 || (order === 0 && newestStored.outcome === null);
}

function transitionOf(head: ServiceHead | null): ServiceStatusObservation | null {
  const state = head?.state ?? null;
  if (state === null || state.transitionAtMs === null) return null;
  return { status: state.status, transitionAtMs: state.transitionAtMs };
}

function deriveLive(
  serviceId: string,
  feed: Feed,
  statuses: readonly (ServiceStatusObservation | null)[],
  asOfMs: number,
): DeploymentAsOf[] {
  const { deployments } = deriveDeployments({
    serviceId,
    events: feed.events,
    statuses: statuses.filter((status) => status !== null),
  });
  return deployments.map(({ deployment }) => deploymentAsOf(deployment, asOfMs)).reverse();
}
