import type { ROUTES } from "@deploy-lens/api/openapi/routes";

/** The name of a route: the id of its operation in the OpenAPI document. */
export type RouteId = (typeof ROUTES)[number]["id"];

const PROJECT = "/api/v1/projects/:projectId";
const SERVICE = `${PROJECT}/services/:serviceId`;

/** Whether a path is of the family that ModelArts' clients speak to, whatever version of it. */
export function isWirePath(path: string): boolean {
  return /^\/v\d+(?:\/|$)/.test(path);
}

/**
 * Where each route is. A list of its own, equal by test to the API's, because that one brings every schema along and
 * would have to be built at each cold start.
 */
export const PATHS = {
  listProjects: "/api/v1/projects",
  listServices: `${PROJECT}/services`,
  getService: SERVICE,
  listEvents: `${SERVICE}/events`,
  listDeployments: `${SERVICE}/deployments`,
  getDeployment: `${SERVICE}/deployments/:deploymentId`,
  getDeployDurations: `${SERVICE}/deploy-durations`,
  getProjectDeployDurations: `${PROJECT}/deploy-durations`,
  listWireEvents: "/v1/:project_id/services/:service_id/events",
  getHealth: "/healthz",
  getReadiness: "/readyz",
  getOpenApi: "/openapi.json",
  getDocs: "/docs",
} as const satisfies Record<RouteId, string>;
