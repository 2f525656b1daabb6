import type { ProjectPath } from "@deploy-lens/api/fields/ids";
import type { Client } from "@deploy-lens/client/call";
import {
  type FilterDeployments,
  getDeploymentFacets,
  listDeploymentPoints,
  listProjectDeployments,
} from "@deploy-lens/client/routes/deployments";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchAnswer } from "./fetched.ts";
import { pollEvery } from "./poll-while.ts";
import { STATISTICS_EVERY_MS } from "./project-queries.ts";

/** A window and filters; a value, so that equal ones share a query. */
export type DeploymentSelection = Omit<FilterDeployments, keyof ProjectPath>;

const refreshed = { refetchInterval: pollEvery(STATISTICS_EVERY_MS), staleTime: STATISTICS_EVERY_MS / 2 };

export function facetsQuery(client: Client, { projectId }: ProjectPath, selection: DeploymentSelection) {
  return queryOptions({
    queryKey: ["facets", projectId, selection],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => getDeploymentFacets(client, { projectId, ...selection }, options), signal),
    ...refreshed,
  });
}

export function pointsQuery(client: Client, { projectId }: ProjectPath, selection: DeploymentSelection) {
  return queryOptions({
    queryKey: ["points", projectId, selection],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => listDeploymentPoints(client, { projectId, ...selection }, options), signal),
    ...refreshed,
  });
}

const PAGE_SIZE = 50;

/** The deployments of all services, newest first, page by page. */
export function projectDeploymentsQuery(
  client: Client,
  { projectId }: ProjectPath,
  selection: DeploymentSelection,
) {
  return infiniteQueryOptions({
    queryKey: ["project-deployments", projectId, selection],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: cursor }) => {
      const request = { projectId, ...selection, limit: PAGE_SIZE, cursor };
      return fetchAnswer((options) => listProjectDeployments(client, request, options), signal);
    },
    getNextPageParam: ({ answer: { page } }) => page.nextCursor ?? undefined,
    // Only while the reader has not gone further: reading many pages again would move what is being read.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) === 1 ? STATISTICS_EVERY_MS : false),
    staleTime: STATISTICS_EVERY_MS / 2,
  });
}
