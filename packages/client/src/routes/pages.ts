import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import type { ProjectDeployment } from "@deploy-lens/api/deployments/project-deployments";
import type { Event } from "@deploy-lens/api/events/events";
import type { Page } from "@deploy-lens/api/fields/paging";
import type { Service } from "@deploy-lens/api/services/services";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import {
  type ListDeployments,
  type ListProjectDeployments,
  listDeployments,
  listProjectDeployments,
} from "./deployments.ts";
import { type ListEvents, listEvents } from "./events.ts";
import { type ListServices, listServices } from "./services.ts";

/** Reads one page of a list. */
export type ListPage<Request, Answer> = (
  client: Client,
  request: Request,
  options?: CallOptions,
) => Promise<Answer>;

/**
 * Iterates over the pages of a list, from `request.cursor` or the start. `options.timeoutMs` applies to each page;
 * `options.signal` to all of them.
 *
 * @throws what reading a page throws; Error when the API returns the same cursor twice
 * @example
 * for await (const { events, page } of pagesOf(listEvents, client, { projectId, serviceId })) {
 *   console.log(`${events.length} of ${page.total}`);
 * }
 */
export async function* pagesOf<
  Request extends { readonly cursor?: string | undefined },
  Answer extends { page: Page },
>(
  list: ListPage<Request, Answer>,
  client: Client,
  request: Request,
  options?: CallOptions,
): AsyncGenerator<Answer, void, undefined> {
  const seen = new Set<string>();
  let cursor = request.cursor ?? null;
  do {
    const answer = await list(client, cursor === null ? request : { ...request, cursor }, options);
    yield answer;
    cursor = answer.page.nextCursor;
    if (cursor !== null && seen.has(cursor)) throw new Error("the API sent the same cursor twice");
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
}

/**
 * Iterates over all matching events, reading page by page.
 *
 * @example
 * for await (const event of eachEvent(client, { projectId, serviceId, order: "asc" })) console.log(event.message);
 */
export async function* eachEvent(
  client: Client,
  request: ListEvents,
  options?: CallOptions,
): AsyncGenerator<Event, void, undefined> {
  for await (const { events } of pagesOf(listEvents, client, request, options)) yield* events;
}

/** Iterates over all matching deployments, newest first, reading page by page. */
export async function* eachDeployment(
  client: Client,
  request: ListDeployments,
  options?: CallOptions,
): AsyncGenerator<DeploymentSummary, void, undefined> {
  for await (const { deployments } of pagesOf(listDeployments, client, request, options)) yield* deployments;
}

/** Iterates over all matching services, reading page by page. */
export async function* eachService(
  client: Client,
  request: ListServices,
  options?: CallOptions,
): AsyncGenerator<Service, void, undefined> {
  for await (const { services } of pagesOf(listServices, client, request, options)) yield* services;
}

/** Iterates over all matching deployments of a project, newest first. */
export async function* eachProjectDeployment(
  client: Client,
  request: ListProjectDeployments,
  options?: CallOptions,
): AsyncGenerator<ProjectDeployment, void, undefined> {
  for await (const { deployments } of pagesOf(listProjectDeployments, client, request, options))
    yield* deployments;
}
