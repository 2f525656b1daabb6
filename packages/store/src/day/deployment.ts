import type { DerivedDeployment, deriveDeployments } from "@deploy-lens/core/derive";
import { UPDATE_DISTANCE_MS } from "@deploy-lens/core/derive/update";

/** A deployment as the store keeps it: what derivation says of it, and the update that it carried out, when known. */
export type ServiceDeployment = Pick<DerivedDeployment, "deployment" | "configuration">;

/**
 * How facts become deployments: the rules of core, or others in a test. Pure; a deployment depends on the facts from its start
 * up to the start of the next one, that millisecond included, on updates up to {@link UPDATE_LEAD_MS} before or after, and, where
 * it begins beside the end of something, on whether the deployment before it was open (see `evidence.ts`); on
 * nothing else. More facts take no deployment away.
 *
 * So the store need not read a service's whole history to add one event: it derives from the start of a deployment on.
 */
export type Derive = typeof deriveDeployments;

/** An update may be stamped this long before or after the deployment that it causes, ms. */
export const UPDATE_LEAD_MS = UPDATE_DISTANCE_MS;

/** Orders deployments of one service by start; of those that began within one millisecond, the superseded ones come first. */
export function compareByStart(a: ServiceDeployment, b: ServiceDeployment): number {
  const difference = a.deployment.startedAtMs - b.deployment.startedAtMs;
  if (difference !== 0) return difference;
  const isOvertaken = a.deployment.endedBy === "next_deployment";
  if (isOvertaken !== (b.deployment.endedBy === "next_deployment")) return isOvertaken ? -1 : 1;
  return a.deployment.id < b.deployment.id ? -1 : 1;
}
