import type { ProjectPath, ServicePath } from "@deploy-lens/api/fields/ids";
import type { ServiceDetail, ServiceList } from "@deploy-lens/api/services/services";
import type { ServicesRequest } from "@deploy-lens/api/services/services-query";
import type { Client } from "../call/index.ts";
import type { CallOptions } from "../call/transport.ts";
import { type Asked, addressOf } from "./address.ts";
import { asPromised } from "./answer.ts";

const SERVICES = "/api/v1/projects/{projectId}/services";

/** Arguments of {@link listServices}. */
export type ListServices = ProjectPath & Asked<ServicesRequest>;

/**
 * Reads a page of a project's services, each with its latest deployment.
 *
 * @example
 * await listServices(client, { projectId: "demo", status: ["deploying"], sort: "name" });
 */
export async function listServices(
  client: Client,
  request: ListServices,
  options?: CallOptions,
): Promise<ServiceList> {
  return asPromised(await client.json(addressOf(SERVICES, request), options));
}

/** Reads a service with its latest deployment. */
export async function getService(
  client: Client,
  request: ServicePath,
  options?: CallOptions,
): Promise<ServiceDetail> {
  return asPromised(await client.json(addressOf(`${SERVICES}/{serviceId}`, request), options));
}
