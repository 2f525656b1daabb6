import { deriveDeployments } from "@deploy-lens/core/derive";
import { type DeploymentAsOf, deploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import type { Feed } from "../upstream/feed.ts";

/** Derives a service's deployments from its feed and what is known of its status, newest first. */
export function deriveLive(
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
