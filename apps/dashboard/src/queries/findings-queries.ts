import type { FindingPath, ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Client } from "@deploy-lens/client/call";
import { getFinding, listFindings, listServiceFindings } from "@deploy-lens/client/routes/findings";
import { queryOptions } from "@tanstack/react-query";
import { fetchAnswer } from "./fetched.ts";
import { pollEvery } from "./poll-while.ts";
import { STATISTICS_EVERY_MS } from "./project-queries.ts";

const refreshed = { refetchInterval: pollEvery(STATISTICS_EVERY_MS), staleTime: STATISTICS_EVERY_MS / 2 };

/** The changes of a project that hold now. */
export function openFindingsQuery(client: Client, { projectId }: ProjectPath) {
  return queryOptions({
    queryKey: ["findings", projectId],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => listFindings(client, { projectId, state: ["open"] }, options), signal),
    ...refreshed,
  });
}

/** The changes of a service that hold now. */
export function openServiceFindingsQuery(client: Client, { projectId, serviceId }: ServicePath) {
  return queryOptions({
    queryKey: ["findings", projectId, serviceId],
    queryFn: ({ signal }) =>
      fetchAnswer(
        (options) => listServiceFindings(client, { projectId, serviceId, state: ["open"] }, options),
        signal,
      ),
    ...refreshed,
  });
}

export function findingQuery(client: Client, { projectId, serviceId, findingId }: FindingPath) {
  return queryOptions({
    queryKey: ["finding", projectId, serviceId, findingId],
    queryFn: ({ signal }) =>
      fetchAnswer((options) => getFinding(client, { projectId, serviceId, findingId }, options), signal),
    ...refreshed,
  });
}
