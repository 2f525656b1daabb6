import { UPDATE_DISTANCE_MS } from "@deploy-lens/core/derive/update";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ServiceFacts } from "./service-facts.ts";

/** A deployment as the store keeps it: what derivation says of it, and the update that it carried out, when known. */
export interface ServiceDeployment {
  readonly deployment: Deployment;
  readonly configuration: UpdateLogEntry | null;
}

/**
 * How facts become deployments: pure; a deployment depends on the facts from its start up to the start of the next one, that
 * millisecond included, and on updates up to {@link UPDATE_LEAD_MS} before or after; on nothing else. More facts take no deployment
 * away.
 *
 * So the store need not read a service's whole history to add one event: it derives from the start of a deployment on.
 */
export type Derive = (facts: ServiceFacts) => readonly ServiceDeployment[];

/** An update may be stamped this long before or after the deployment that it causes, ms. */
export const UPDATE_LEAD_MS = UPDATE_DISTANCE_MS;

/** Orders deployments of one service by start; of those that began within one millisecond, the overtaken ones come first. */
export function compareByStart(a: ServiceDeployment, b: ServiceDeployment): number {
  const difference = a.deployment.startedAtMs - b.deployment.startedAtMs;
  if (difference !== 0) return difference;
  const isOvertaken = a.deployment.endedBy === "next_deployment";
  if (isOvertaken !== (b.deployment.endedBy === "next_deployment")) return isOvertaken ? -1 : 1;
  return a.deployment.id < b.deployment.id ? -1 : 1;
}
