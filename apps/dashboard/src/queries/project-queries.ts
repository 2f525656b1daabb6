import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Service, ServiceList } from "@deploy-lens/api/services/services";
import type { DeployDurations } from "@deploy-lens/api/statistics/deploy-durations";
import type { Client } from "@deploy-lens/client/call";
import type { CallOptions } from "@deploy-lens/client/call/transport";
import { getDelivery, getProjectDelivery } from "@deploy-lens/client/routes/delivery";
import { getProjectDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { pagesOf } from "@deploy-lens/client/routes/pages";
import { listProjects } from "@deploy-lens/client/routes/projects";
import { getService, listServices } from "@deploy-lens/client/routes/services";
import { queryOptions, skipToken } from "@tanstack/react-query";
import { isUsualRange, type RangeSearch, windowKey, windowRequest } from "../range/range-search.ts";
import type { Slice } from "../range/slices.ts";
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

/** Statistics of a project in the page's window; by default, its last 30 days. */
export function projectDurationsQuery(
  client: Client,
  { projectId }: ProjectPath,
  groupBy: readonly ("phase" | "service" | "day")[],
  range: RangeSearch,
  quantiles?: readonly number[],
) {
  const request = (nowMs: number) => ({
    projectId,
    groupBy,
    ...(isUsualRange(range) ? {} : windowRequest(range, nowMs)),
    ...(quantiles === undefined ? {} : { quantiles }),
  });
  return queryOptions({
    queryKey: ["project-durations", projectId, groupBy, windowKey(range)],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => getProjectDeployDurations(client, request(Date.now()), options), signal),
    refetchInterval: pollEvery(STATISTICS_EVERY_MS),
    staleTime: STATISTICS_EVERY_MS / 2,
  });
}

/** The change of a project's durations between two windows. */
export function projectChangesQuery(
  client: Client,
  { projectId }: ProjectPath,
  groupBy: readonly ("phase" | "service")[],
  windows: { readonly now: Slice; readonly before: Slice } | null,
) {
  return queryOptions({
    queryKey: ["project-changes", projectId, groupBy, windows?.now, windows?.before],
    queryFn:
      windows === null
        ? skipToken
        : ({ signal }) =>
            fetchAnswer(
              (options) =>
                getProjectDeployDurations(
                  client,
                  {
                    projectId,
                    groupBy,
                    from: windows.now.fromMs,
                    to: windows.now.toMs,
                    compareTo: { from: windows.before.fromMs, to: windows.before.toMs },
                    quantiles: [0.5],
                  },
                  options,
                ),
              signal,
            ),
    staleTime: 5 * STATISTICS_EVERY_MS,
  });
}

export function deliveryQuery(client: Client, path: ProjectPath & { serviceId?: string }, window: Slice) {
  const { projectId, serviceId } = path;
  const request = { projectId, from: window.fromMs, to: window.toMs };
  return queryOptions({
    queryKey: ["delivery", projectId, serviceId, window],
    queryFn: ({ signal }) =>
      fetchAnswer(
        (options) =>
          serviceId === undefined
            ? getProjectDelivery(client, request, options)
            : getDelivery(client, { ...request, serviceId }, options),
        signal,
      ),
    staleTime: 5 * STATISTICS_EVERY_MS,
  });
}

/** Outcomes and causes in each part of a window, one request after the other. */
export function slicesQuery(client: Client, { projectId }: ProjectPath, slices: readonly Slice[]) {
  return queryOptions({
    queryKey: ["project-slices", projectId, slices],
    queryFn: async ({ signal }) => {
      const answers: SliceCounts[] = [];
      for (const { fromMs, toMs } of slices) {
        const request = { projectId, from: fromMs, to: toMs, phase: ["total"], quantiles: [0.5] } as const;
        const { outcomes, failureCauses } = await getProjectDeployDurations(client, request, { signal });
        answers.push({ fromMs, toMs, outcomes, failureCauses });
      }
      return answers;
    },
    refetchInterval: pollEvery(10 * STATISTICS_EVERY_MS),
    staleTime: 5 * STATISTICS_EVERY_MS,
  });
}

/** Counts of a part of a window. */
export interface SliceCounts extends Slice, Pick<DeployDurations, "outcomes" | "failureCauses"> {}
