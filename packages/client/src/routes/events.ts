import type { EventList } from "@deploy-lens/api/events/events";
import type { EventsRequest } from "@deploy-lens/api/events/events-query";
import type { ServicePath } from "@deploy-lens/api/fields/ids";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

/** Arguments of {@link listEvents}. */
export type ListEvents = ServicePath & Asked<EventsRequest>;

/**
 * Reads a page of a service's events with their classification.
 *
 * @example
 * await listEvents(client, { projectId, serviceId, phase: ["pull_image"], order: "asc" });
 */
export async function listEvents(
  client: Client,
  request: ListEvents,
  options?: CallOptions,
): Promise<EventList> {
  const address = addressOf("/api/v1/projects/{projectId}/services/{serviceId}/events", request);
  return asPromised(await client.json(address, options));
}
