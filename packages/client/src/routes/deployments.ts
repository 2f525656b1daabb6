import type { Deployment } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import type { DeploymentsQuery } from "@deploy-lens/api/deployments/deployments-query";
import type { DeploymentPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

const DEPLOYMENTS = "/api/v1/projects/{projectId}/services/{serviceId}/deployments";

/** Arguments of {@link listDeployments}. */
export type ListDeployments = ServicePath & Asked<DeploymentsQuery>;

/**
 * Reads a page of a service's deployments, newest first.
 *
 * @example
 * await listDeployments(client, { projectId, serviceId, outcome: ["failure", "timed_out"], limit: 20 });
 */
export async function listDeployments(
  client: Client,
  request: ListDeployments,
  options?: CallOptions,
): Promise<DeploymentList> {
  return asPromised(await client.json(addressOf(DEPLOYMENTS, request), options));
}

/**
 * Reads a deployment with its phases; `deploymentId` may be `latest`.
 *
 * @example
 * await getDeployment(client, { projectId, serviceId, deploymentId: "latest" });
 */
export async function getDeployment(
  client: Client,
  request: DeploymentPath,
  options?: CallOptions,
): Promise<Deployment> {
  return asPromised(await client.json(addressOf(`${DEPLOYMENTS}/{deploymentId}`, request), options));
}
