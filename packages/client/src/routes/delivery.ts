import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { Delivery, DeliveryQuery, ProjectDeliveryQuery } from "@deploy-lens/api/statistics/delivery";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

/**
 * Reads how often, how reliably and how fast a service is deployed.
 *
 * @example
 * (await getDelivery(client, { projectId, serviceId, from: "2026-11-01" })).failureRate; // 0.08
 */
export async function getDelivery(
  client: Client,
  request: ServicePath & Asked<DeliveryQuery>,
  options?: CallOptions,
): Promise<Delivery> {
  return asPromised(
    await client.json(
      addressOf("/api/v1/projects/{projectId}/services/{serviceId}/delivery", request),
      options,
    ),
  );
}

/**
 * The same over all services of a project, and with `groupBy` of each.
 *
 * @example
 * (await getProjectDelivery(client, { projectId, groupBy: ["service"] })).services?.[0]?.lost;
 */
export async function getProjectDelivery(
  client: Client,
  request: ProjectPath & Asked<ProjectDeliveryQuery>,
  options?: CallOptions,
): Promise<Delivery> {
  return asPromised(await client.json(addressOf("/api/v1/projects/{projectId}/delivery", request), options));
}
