import { deriveDeployments } from "@deploy-lens/core/derive";
import type { Derive } from "@deploy-lens/store/service-deployment";
import { configurationOf } from "./attempt-configuration.ts";

/** How one service's facts become deployments, each with the configuration that it used: the rules of core, and no more. */
export function derivationOf(serviceId: string): Derive {
  return ({ events, statuses, updates }) =>
    deriveDeployments({ serviceId, events, statuses }).deployments.map(({ deployment }) => ({
      deployment,
      configuration: configurationOf(deployment, updates),
    }));
}
