import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Service, ServiceList } from "@deploy-lens/api/services/services";
import type { Client } from "@deploy-lens/client/call";
import type { CallOptions } from "@deploy-lens/client/call/transport";
import { getProjectDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { pagesOf } from "@deploy-lens/client/routes/pages";
import { listProjects } from "@deploy-lens/client/routes/projects";
import { getService, listServices } from "@deploy-lens/client/routes/services";
import { queryOptions } from "@tanstack/react-query";
import { fetchAnswer } from "./fetched.ts";
import { pollEvery, pollWhile } from "./poll-while.ts";

/** Statistics change with each ended deployment, not by the second. */
export const STATISTICS_EVERY_MS = 60_000;

export function projectsQuery(client: Client) {
  return queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => fetchAnswer((options) => listProjects(client, options), signal),
  });
}

/** All services of a project, since the page sorts by figures that the API's list cannot sort by. */
export function servicesQuery(client: Client, { projectId }: ProjectPath) {
  return queryOptions({
    queryKey: ["services", projectId],
    queryFn: ({ signal }) => fetchAnswer((options) => everyService(client, projectId, options), signal),
    refetchInterval: pollWhile(({ services }: ServiceList) => services.some(isDeploying)),
  });
}

async function everyService(client: Client, projectId: string, options: CallOptions): Promise<ServiceList> {
  const pages: ServiceList[] = [];
  for await (const page of pagesOf(listServices, client, { projectId, limit: 1000 }, options))
    pages.push(page);
  const [first, ...more] = pages;
  if (first === undefined) throw new Error("a list has at least one page");
  // A single page must remain the client's cached object, so that its identity shows that nothing changed.
  return more.length === 0 ? first : { ...first, services: pages.flatMap((page) => page.services) };
}

/** True while a service is being deployed; false for a deployment that stalled long ago. */
export function isDeploying({ latestDeployment }: Pick<Service, "latestDeployment">): boolean {
  return latestDeployment?.outcome === null && !latestDeployment.flags.includes("stalled");
}

export function serviceQuery(client: Client, { projectId, serviceId }: ServicePath) {
  return queryOptions({
    queryKey: ["service", projectId, serviceId],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => getService(client, { projectId, serviceId }, options), signal),
    refetchInterval: pollWhile(isDeploying),
  });
}

/** A project's last 30 days, by phase or by service. */
export function projectDurationsQuery(
  client: Client,
  { projectId }: ProjectPath,
  groupBy: readonly ("phase" | "service" | "day")[],
) {
  return queryOptions({
    queryKey: ["project-durations", projectId, groupBy],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => getProjectDeployDurations(client, { projectId, groupBy }, options), signal),
    refetchInterval: pollEvery(STATISTICS_EVERY_MS),
    staleTime: STATISTICS_EVERY_MS / 2,
  });
}

const DAY_MS = 86_400_000;

/** Compares each service's last week with the three weeks before. */
export function projectChangesQuery(client: Client, { projectId }: ProjectPath) {
  return queryOptions({
    queryKey: ["project-changes", projectId],
    queryFn: ({ signal }) => {
      // Rounded to the hour, so that repeated requests are equal.
      const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
      const from = nowMs - 7 * DAY_MS;
      const compareTo = { from: nowMs - 28 * DAY_MS, to: from };
      const request = { projectId, groupBy: ["service"], from, compareTo, quantiles: [0.5] } as const;
      return fetchAnswer((options) => getProjectDeployDurations(client, request, options), signal);
    },
    refetchInterval: pollEvery(10 * STATISTICS_EVERY_MS),
    staleTime: 5 * STATISTICS_EVERY_MS,
  });
}
