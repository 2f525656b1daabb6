import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/as-of";
import type { Deployment } from "@deploy-lens/core/deployment";
import { deriveDeployments } from "@deploy-lens/core/derive";
import type { ServiceStatusObservation } from "@deploy-lens/core/status";
import type { Caller } from "../cache/flight.ts";
import type { Feed } from "../upstream/feed.ts";
import type { UpstreamReads } from "../upstream/reads.ts";
import { type Source, sourceOf } from "../upstream/source.ts";
import type { ServiceIds } from "../upstream/upstream.ts";

/** A service's deployments as its feed tells them now. */
export interface LiveDeployments {
  /** Newest first. */
  readonly deployments: readonly DeploymentAsOf[];
  readonly source: Source;
  /** Names the content: the facts, and the moment too while something is open, since it ages. */
  readonly identity: readonly unknown[];
}

/** Reads a service's feed and its status, and derives its deployments. */
export async function readLiveDeployments(
  reads: UpstreamReads,
  ids: ServiceIds,
  caller: Caller,
): Promise<LiveDeployments> {
  const [feed, state] = await Promise.all([reads.feed(ids, caller), reads.service(ids, caller)]);
  return liveDeployments(ids.serviceId, feed.value, state.value.status, sourceOf(feed, state));
}

/** Derives a service's deployments from its feed and its status. */
export function liveDeployments(
  serviceId: string,
  feed: Feed,
  status: ServiceStatusObservation | null,
  source: Source,
): LiveDeployments {
  const derivation = deriveDeployments({
    serviceId,
    events: feed.events,
    statuses: status === null ? [] : [status],
  });
  const deployments = derivation.deployments.map(({ deployment }) => deployment).reverse();
  const moment = deployments.some(isOpen) ? source.asOfMs : null;
  return {
    deployments: deployments.map((one) => deploymentAsOf(one, source.asOfMs)),
    source,
    identity: [feed.identity, status, moment],
  };
}

function isOpen({ outcome }: Deployment): boolean {
  return outcome === null;
}
