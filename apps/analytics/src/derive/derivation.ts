import { deriveDeployments } from "@deploy-lens/core/derive";
import type { Derive } from "@deploy-lens/store/service-deployment";

/** How one service's facts become deployments, each with the configuration that it used: the rules of core, and no more. */
export function derivationOf(serviceId: string): Derive {
  return (facts) =>
    deriveDeployments({ serviceId, ...facts }).deployments.map(({ deployment, configuration }) => ({
      deployment,
      configuration,
    }));
}
