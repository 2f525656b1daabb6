const PROJECT = "/api/v1/projects/:projectId";
const SERVICE = `${PROJECT}/services/:serviceId`;

/**
 * Every route by its operation id, with parameters as the router writes them. Apart from the routes' schemas, which the BFF
 * does not load when it starts.
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
  listFindings: `${PROJECT}/findings`,
  listServiceFindings: `${SERVICE}/findings`,
  getFinding: `${SERVICE}/findings/:findingId`,
  getDeployDurations: `${SERVICE}/deploy-durations`,
  getProjectDeployDurations: `${PROJECT}/deploy-durations`,
  getDelivery: `${SERVICE}/delivery`,
  getProjectDelivery: `${PROJECT}/delivery`,
  listWireEvents: "/v1/:project_id/services/:service_id/events",
  getHealth: "/healthz",
  getReadiness: "/readyz",
  getOpenApi: "/openapi.json",
  getDocs: "/docs",
} as const;

/** A route's name: its operation id in the OpenAPI document. */
export type RouteId = keyof typeof PATHS;
