import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentFacets, DeploymentPoints } from "@deploy-lens/api/deployments/deployment-facets";
import type { DeploymentList } from "@deploy-lens/api/deployments/deployments";
import type { DeploymentsRequest } from "@deploy-lens/api/deployments/deployments-query";
import type { ProjectDeploymentList } from "@deploy-lens/api/deployments/project-deployments";
import type {
  DeploymentFacetsQuery,
  ProjectDeploymentsQuery,
} from "@deploy-lens/api/deployments/project-deployments-query";
import type { DeploymentTrace } from "@deploy-lens/api/deployments/trace";
import type { DeploymentPath, ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

const OF_PROJECT = "/api/v1/projects/{projectId}/deployments";
const DEPLOYMENTS = "/api/v1/projects/{projectId}/services/{serviceId}/deployments";

/** Arguments of {@link listDeployments}. */
export type ListDeployments = ServicePath & Asked<DeploymentsRequest>;

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

/** Arguments of {@link listProjectDeployments}. */
export type ListProjectDeployments = ProjectPath & Asked<ProjectDeploymentsQuery>;

/**
 * Reads a page of the deployments of all services of a project, newest first.
 *
 * @example
 * await listProjectDeployments(client, { projectId, outcome: ["failure"], cause: ["image_pull"], from: "2026-11-01" });
 */
export async function listProjectDeployments(
  client: Client,
  request: ListProjectDeployments,
  options?: CallOptions,
): Promise<ProjectDeploymentList> {
  return asPromised(await client.json(addressOf(OF_PROJECT, request), options));
}

/** Filters of {@link getDeploymentFacets} and {@link listDeploymentPoints}. */
export type FilterDeployments = ProjectPath & Asked<DeploymentFacetsQuery>;

/**
 * Counts the deployments of a project by service, outcome, cause, phase that failed, model, kind, flag and duration; each
 * facet's counts ignore its own filter.
 *
 * @example
 * (await getDeploymentFacets(client, { projectId, outcome: ["failure"] })).cause; // [{ value: "image_pull", n: 9 }, …]
 */
export async function getDeploymentFacets(
  client: Client,
  request: FilterDeployments,
  options?: CallOptions,
): Promise<DeploymentFacets> {
  return asPromised(await client.json(addressOf(`${OF_PROJECT}/facets`, request), options));
}

/** Reads the deployments of a project that match, newest first, as points of a chart. */
export async function listDeploymentPoints(
  client: Client,
  request: FilterDeployments,
  options?: CallOptions,
): Promise<DeploymentPoints> {
  return asPromised(await client.json(addressOf(`${OF_PROJECT}/points`, request), options));
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
): Promise<DeploymentAnswer> {
  return asPromised(await client.json(addressOf(`${DEPLOYMENTS}/{deploymentId}`, request), options));
}

/**
 * Reads an ended deployment as a trace, ready to be sent to an OTLP/HTTP receiver.
 *
 * @example
 * const trace = await getDeploymentTrace(client, { projectId, serviceId, deploymentId });
 * await fetch("http://127.0.0.1:4318/v1/traces", {
 *   method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(trace),
 * });
 */
export async function getDeploymentTrace(
  client: Client,
  request: DeploymentPath,
  options?: CallOptions,
): Promise<DeploymentTrace> {
  return asPromised(await client.json(addressOf(`${DEPLOYMENTS}/{deploymentId}/trace`, request), options));
}
