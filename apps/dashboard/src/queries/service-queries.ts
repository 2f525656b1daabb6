import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentsRequest } from "@deploy-lens/api/deployments/deployments-query";
import type { DeploymentPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Client } from "@deploy-lens/client/call";
import type { Asked } from "@deploy-lens/client/routes/address";
import { type GetDeployDurations, getDeployDurations } from "@deploy-lens/client/routes/deploy-durations";
import { getDeployment, listDeployments } from "@deploy-lens/client/routes/deployments";
import { listEvents } from "@deploy-lens/client/routes/events";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { fetchAnswer } from "./fetched.ts";
import { pollEvery, pollWhile } from "./poll-while.ts";
import { STATISTICS_EVERY_MS } from "./project-queries.ts";

type DurationsRequest = Omit<GetDeployDurations, keyof ServicePath>;

// Only the service's ids are passed on: any other field would become a query parameter.

/** Statistics of a service. The request is a function because windows such as "the last 7 days" move with the clock. */
export function durationsQuery(
  client: Client,
  { projectId, serviceId }: ServicePath,
  key: readonly unknown[],
  request: (nowMs: number) => DurationsRequest,
) {
  return queryOptions({
    queryKey: ["durations", projectId, serviceId, ...key],
    queryFn: ({ signal }) =>
      fetchAnswer(
        (options) => getDeployDurations(client, { projectId, serviceId, ...request(Date.now()) }, options),
        signal,
      ),
    refetchInterval: pollEvery(STATISTICS_EVERY_MS),
    staleTime: STATISTICS_EVERY_MS / 2,
  });
}

/** Usual times of a service's phases: its last 30 days. */
export function usualQuery(client: Client, path: ServicePath) {
  return durationsQuery(client, path, ["usual"], () => ({ groupBy: ["phase"] }));
}

/**
 * Usual times of one model's phases, across its versions. With several models, an overall figure would be meaningless.
 */
export function usualOfModelQuery(client: Client, path: ServicePath, modelName: string) {
  return durationsQuery(client, path, ["usual", modelName], () => ({
    groupBy: ["phase"],
    model: modelName,
    quantiles: [0.5, 0.9],
  }));
}

const PAGE_SIZE = 50;

interface DeploymentsPage {
  readonly cursor: string;
  /** When the first page was requested: a cursor is valid only for the same window, and windows move with the clock. */
  readonly askedAtMs: number;
}

export function deploymentsQuery(
  client: Client,
  { projectId, serviceId }: ServicePath,
  key: readonly unknown[],
  filters: (nowMs: number) => Omit<Asked<DeploymentsRequest>, "limit" | "cursor">,
) {
  return infiniteQueryOptions({
    queryKey: ["deployments", projectId, serviceId, ...key],
    initialPageParam: undefined as DeploymentsPage | undefined,
    queryFn: async ({
      signal,
      pageParam: { cursor, askedAtMs } = { cursor: undefined, askedAtMs: Date.now() },
    }) => {
      const request = { projectId, serviceId, ...filters(askedAtMs), limit: PAGE_SIZE, cursor };
      return {
        ...(await fetchAnswer((options) => listDeployments(client, request, options), signal)),
        askedAtMs,
      };
    },
    getNextPageParam: ({ answer: { page }, askedAtMs }): DeploymentsPage | undefined =>
      page.nextCursor === null ? undefined : { cursor: page.nextCursor, askedAtMs },
  });
}

export function deploymentQuery(client: Client, path: DeploymentPath) {
  return queryOptions({
    queryKey: ["deployment", path.projectId, path.serviceId, path.deploymentId],
    queryFn: ({ signal }) => fetchAnswer((options) => getDeployment(client, path, options), signal),
    refetchInterval: pollWhile(
      ({ outcome, flags }: DeploymentAnswer) => outcome === null && !flags.includes("stalled"),
    ),
  });
}

/** A deployment's events, oldest first; read again when `revision` changes. */
export function eventsQuery(
  client: Client,
  { projectId, serviceId }: ServicePath,
  window: { readonly from: string; readonly toMs: number | null },
  revision: string,
) {
  return infiniteQueryOptions({
    queryKey: ["events", projectId, serviceId, window.from, revision],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      fetchAnswer((options) => {
        const to = window.toMs ?? undefined;
        const request = { projectId, serviceId, from: window.from, to, order: "asc", limit: 1000 } as const;
        return listEvents(client, { ...request, cursor: pageParam }, options);
      }, signal),
    getNextPageParam: ({ answer }) => answer.page.nextCursor ?? undefined,
  });
}
