import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type {
  ProjectDurationsQuery,
  ServiceDurationsQuery,
} from "@deploy-lens/api/statistics/deploy-durations-query";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

const OF_PROJECT = "/api/v1/projects/{projectId}/deploy-durations";
const OF_SERVICE = "/api/v1/projects/{projectId}/services/{serviceId}/deploy-durations";

/** Arguments of {@link getDeployDurations}. */
export type GetDeployDurations = ServicePath & Asked<ServiceDurationsQuery>;

/** Arguments of {@link getProjectDeployDurations}. */
export type GetProjectDeployDurations = ProjectPath & Asked<ProjectDurationsQuery>;

/**
 * Reads duration statistics of a service's deployments and their phases. With `compareTo`, the answer includes a
 * `comparison`.
 *
 * @example
 * await getDeployDurations(client, { projectId, serviceId, groupBy: ["day", "phase"], quantiles: [0.5, 0.95] });
 * await getDeployDurations(client, { projectId, serviceId, compareTo: "previous" });
 */
export async function getDeployDurations(
  client: Client,
  request: GetDeployDurations,
  options?: CallOptions,
): Promise<DeployDurations> {
  return asPromised(await client.json(addressOf(OF_SERVICE, request), options));
}

/** Reads duration statistics across all services of a project. */
export async function getProjectDeployDurations(
  client: Client,
  request: GetProjectDeployDurations,
  options?: CallOptions,
): Promise<DeployDurations> {
  return asPromised(await client.json(addressOf(OF_PROJECT, request), options));
}

/** Like {@link getDeployDurations}, as CSV text with a header line. */
export function getDeployDurationsCsv(
  client: Client,
  request: GetDeployDurations,
  options?: CallOptions,
): Promise<string> {
  return client.csv(addressOf(OF_SERVICE, request), options);
}

/** Like {@link getProjectDeployDurations}, as CSV text with a header line. */
export function getProjectDeployDurationsCsv(
  client: Client,
  request: GetProjectDeployDurations,
  options?: CallOptions,
): Promise<string> {
  return client.csv(addressOf(OF_PROJECT, request), options);
}
