import type { Service, ServiceList } from "@deploy-lens/api/services/services";
import { SAMPLE_SERVICE_ID } from "@deploy-lens/simulator/service/sample";
import { HOSTILE_SERVICE_ID } from "./global-setup.ts";

export const PROJECT = "/projects/demo";
export const SAMPLE = `${PROJECT}/services/${SAMPLE_SERVICE_ID}/deployments/latest`;
export const HOSTILE = `${PROJECT}/services/${HOSTILE_SERVICE_ID}/deployments/latest`;

export function servicePath(service: Pick<Service, "id">): string {
  return `${PROJECT}/services/${service.id}`;
}

/** The services as answered by the API. */
export async function services(baseURL: string): Promise<readonly Service[]> {
  const answer = await fetch(`${baseURL}/api/v1/projects/demo/services?limit=1000`);
  return ((await answer.json()) as ServiceList).services;
}

/** The first service that satisfies a condition. */
export async function serviceWhere(baseURL: string, wanted: (service: Service) => boolean): Promise<Service> {
  const found = (await services(baseURL)).find(wanted);
  if (found === undefined) throw new Error("the simulator's history has no such service");
  return found;
}
