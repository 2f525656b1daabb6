import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Service, ServiceList } from "@deploy-lens/api/services/services";
import type { Client } from "@deploy-lens/client/client";
import { getProjectDeployDurations } from "@deploy-lens/client/deploy-durations";
import { pagesOf } from "@deploy-lens/client/pages";
import { listProjects } from "@deploy-lens/client/projects";
import { getService, listServices } from "@deploy-lens/client/services";
import type { CallOptions } from "@deploy-lens/client/transport";
import { queryOptions } from "@tanstack/react-query";
import { pollEvery, pollWhile } from "./poll-while.ts";
import { tell } from "./told.ts";

/** How often statistics are read again: they move with every deployment that ends, not by the second. */
export const STATISTICS_EVERY_MS = 60_000;

export function projectsQuery(client: Client) {
  return queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }) => tell((options) => listProjects(client, options), signal),
  });
}

/** Every service of a project: the page finds and sorts by figures that the API's list does not sort by. */
export function servicesQuery(client: Client, { projectId }: ProjectPath) {
  return queryOptions({
    queryKey: ["services", projectId],
    queryFn: ({ signal }) => tell((options) => everyService(client, projectId, options), signal),
    refetchInterval: pollWhile(({ services }: ServiceList) => services.some(isDeploying)),
  });
}

async function everyService(client: Client, projectId: string, options: CallOptions): Promise<ServiceList> {
  const pages: ServiceList[] = [];
  for await (const page of pagesOf(listServices, client, { projectId, limit: 1000 }, options))
    pages.push(page);
  const [first, ...more] = pages;
  if (first === undefined) throw new Error("a list has at least one page");
  // One page alone stays the very object that the client remembers.
  return more.length === 0 ? first : { ...first, services: pages.flatMap((page) => page.services) };
}

/** Whether a service's latest attempt is under way. One that fell silent long ago is open, but nothing happens. */
export function isDeploying({ latestDeployment }: Pick<Service, "latestDeployment">): boolean {
  return latestDeployment?.outcome === null && !latestDeployment.flags.includes("stalled");
}

export function serviceQuery(client: Client, { projectId, serviceId }: ServicePath) {
  return queryOptions({
    queryKey: ["service", projectId, serviceId],
    queryFn: ({ signal }) => tell((options) => getService(client, { projectId, serviceId }, options), signal),
    refetchInterval: pollWhile(isDeploying),
  });
}

/** The last 30 days of a project: by phase, or by service. */
export function projectDurationsQuery(
  client: Client,
  { projectId }: ProjectPath,
  groupBy: readonly ("phase" | "service" | "day")[],
) {
  return queryOptions({
    queryKey: ["project-durations", projectId, groupBy],
    queryFn: ({ signal }) =>
      tell((options) => getProjectDeployDurations(client, { projectId, groupBy }, options), signal),
    refetchInterval: pollEvery(STATISTICS_EVERY_MS),
    staleTime: STATISTICS_EVERY_MS / 2,
  });
}

const DAY_MS = 86_400_000;

/** How each service's last week stands to the three weeks before it. */
export function projectChangesQuery(client: Client, { projectId }: ProjectPath) {
  return queryOptions({
    queryKey: ["project-changes", projectId],
    queryFn: ({ signal }) => {
      // To the hour, so that asking again is asking the same.
      const nowMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
      const from = nowMs - 7 * DAY_MS;
      const compareTo = { from: nowMs - 28 * DAY_MS, to: from };
      const request = { projectId, groupBy: ["service"], from, compareTo, quantiles: [0.5] } as const;
      return tell((options) => getProjectDeployDurations(client, request, options), signal);
    },
    refetchInterval: pollEvery(10 * STATISTICS_EVERY_MS),
    staleTime: 5 * STATISTICS_EVERY_MS,
  });
}
