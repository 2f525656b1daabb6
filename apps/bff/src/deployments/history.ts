import { deriveDeployments } from "@deploy-lens/core/derive";
import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import type { DeploymentSummary } from "@deploy-lens/store/deployment-summary";
import type { ServiceHead } from "@deploy-lens/store/service-head";
import { type EventSources, type FeedOrKept, feedOrKept, meetingArchive } from "../archive/feed-or-kept.ts";
import type { Caller } from "../cache/flight.ts";
import type { Read } from "../cache/read-through.ts";
import { combined, type Source, sourceOf, withFailure } from "../cache/source.ts";
import { comparePositions } from "../paging/position.ts";
import { meaningOf } from "../upstream/error-meaning.ts";
import type { Feed } from "../upstream/feed.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { positionOf } from "./select.ts";

/** A service's deployments, each from whoever knows it best. */
export interface ServiceHistory {
  /** Those that the feed tells best: the open one, and what the table has not got yet. Newest first. */
  readonly live: readonly DeploymentAsOf[];
  /** All that the feed tells. Newest first. */
  readonly derived: readonly DeploymentAsOf[];
  /** The newest of those that the table tells best; `null`: it has none. */
  readonly newestKept: DeploymentSummary | null;
  /** Whether nothing but `live` exists; `false` also while nobody can tell. */
  readonly liveIsAll: boolean;
  readonly source: Source;
  /** Names the content, and the moment too while something is open, since it ages. */
  readonly identity: readonly unknown[];
}

/**
 * Reads what there is to say of a service's deployments now.
 *
 * A closed deployment is the table's: it was derived with every look at the service's status, and the feed forgets. One
 * that is open there, or newer than all there, is derived from the feed, so that it is never older than the upstream's own
 * answer.
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
  if (known.is === "kept") failures.unshift(known.failure);
  const feed = known.is === "feed" ? known.feed : null;
  const source = combined(
    sourceOf(known.is === "feed" ? known.feed : known.head),
    [state, head].filter((read) => read !== null),
  );
  const kept = head?.value.content ?? null;
  const status = state?.value.status ?? null;
  const derived =
    feed === null ? [] : deriveLive(ids.serviceId, feed.value, [status, transitionOf(kept)], source.asOfMs);
  const newestKept = kept?.latest ?? null;
  const live = derived.filter((one) => isToldByFeed(one, newestKept));
  const ages = [newestKept, ...live].some((one) => one?.outcome === null);
  return {
    live,
    derived,
    newestKept,
    liveIsAll: archive === null || (head !== null && newestKept === null),
    source: failures.length === 0 ? source : withFailure(source, failures[0]),
    identity: [feed?.value.identity, status, head?.value.identity, ages ? source.asOfMs : null],
  };
}

/** The feed from where the table ends at the latest, so that no deployment falls between them. */
async function meetingFeed(sources: EventSources, ids: ServiceIds, caller: Caller): Promise<FeedOrKept> {
  const known = await feedOrKept(sources, ids, caller);
  if (known.is === "kept") return known;
  return { is: "feed", feed: await meetingArchive(sources, ids, known.feed, caller) };
}

function isToldByFeed(one: DeploymentAsOf, newestKept: DeploymentSummary | null): boolean {
  if (newestKept === null) return true;
  const order = comparePositions(positionOf(one), positionOf(newestKept));
  return order > 0 || (order === 0 && newestKept.outcome === null);
}

function transitionOf(head: ServiceHead | null): ServiceStatusObservation | null {
  const state = head?.state ?? null;
  if (state === null || state.transitionAtMs === null) return null;
  return { status: state.status, transitionAtMs: state.transitionAtMs };
}

/** Derives a service's deployments from its feed and what is known of its status, newest first. */
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
