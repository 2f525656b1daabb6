import type { API_ROUTES } from "@deploy-lens/api/openapi/routes";

/** A route's name: its operation id in the OpenAPI document. */
export type RouteId = (typeof API_ROUTES)[number]["id"];

const PROJECT = "/api/v1/projects/:projectId";
const SERVICE = `${PROJECT}/services/:serviceId`;

/** True for paths of ModelArts' wire format, any version. */
export function isWirePath(path: string): boolean {
  return /^\/v\d+(?:\/|$)/.test(path);
}

/**
 * The path of each route. Copied from the API and compared by a test, because the API's own list loads every schema,
 * which a cold start would have to build.
 */
export const PATHS = {
  listProjects: "/api/v1/projects",
  listServices: `${PROJECT}/services`,
  getService: SERVICE,
  listEvents: `${SERVICE}/events`,
  listDeployments: `${SERVICE}/deployments`,
  listProjectDeployments: `${PROJECT}/deployments`,
  getDeploymentFacets: `${PROJECT}/deployments/facets`,
  listDeploymentPoints: `${PROJECT}/deployments/points`,
  getDeployment: `${SERVICE}/deployments/:deploymentId`,
  getDeploymentTrace: `${SERVICE}/deployments/:deploymentId/trace`,
  getDeployDurations: `${SERVICE}/deploy-durations`,
  getProjectDeployDurations: `${PROJECT}/deploy-durations`,
  getDelivery: `${SERVICE}/delivery`,
  getProjectDelivery: `${PROJECT}/delivery`,
  listWireEvents: "/v1/:project_id/services/:service_id/events",
  getHealth: "/healthz",
  getReadiness: "/readyz",
  getOpenApi: "/openapi.json",
  getDocs: "/docs",
} as const satisfies Record<RouteId, string>;
