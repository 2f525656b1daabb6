import type { DeployDurations, DurationsComparison } from "@deploy-lens/api/statistics/deploy-durations";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import {
  type GetDeployDurations,
  type GetProjectDeployDurations,
  getDeployDurations,
  getProjectDeployDurations,
} from "./deploy-durations.ts";

/** Statistics of two windows and their differences. */
export type ComparedDurations = DeployDurations & { readonly comparison: DurationsComparison };

/**
 * Compares a service's durations in two windows; without `compareTo`, with the preceding window of equal length.
 *
 * @example
 * const { comparison } = await compareDeployDurations(client, { projectId, serviceId, from: "2026-11-01" });
 * comparison.differences.groups.map(({ key, quantiles }) => [key.phase, quantiles["0.5"]?.ratio]);
 */
export async function compareDeployDurations(
  client: Client,
  request: GetDeployDurations,
  options?: CallOptions,
): Promise<ComparedDurations> {
  return withComparison(await getDeployDurations(client, { compareTo: "previous", ...request }, options));
}

/** Compares durations across all services of a project, like {@link compareDeployDurations}. */
export async function compareProjectDeployDurations(
  client: Client,
  request: GetProjectDeployDurations,
  options?: CallOptions,
): Promise<ComparedDurations> {
  const asked = { compareTo: "previous", ...request } as const;
  return withComparison(await getProjectDeployDurations(client, asked, options));
}

function withComparison(answer: DeployDurations): ComparedDurations {
  const { comparison } = answer;
  if (comparison === undefined)
    throw new TypeError("the API answered without the comparison it was asked for");
  return { ...answer, comparison };
}
