import type { RouteId } from "@deploy-lens/api/openapi/paths";
import { eventsRoute } from "./events/events-route.ts";
import { wireEventsRoute } from "./events/wire-events-route.ts";
import { respond } from "./http/respond.ts";
import type { Handler, RouteDeps } from "./http/route.ts";

type MakeHandler = (deps: RouteDeps) => Handler;

/** Routes without authentication. */
export const PUBLIC_ROUTES: ReadonlySet<RouteId> = new Set([
  "getHealth",
  "getReadiness",
  "getOpenApi",
  "getDocs",
]);

/**
 * The handler of each route. Events ship with the app. What other routes need (schemas, statistics, the table's client)
 * is loaded on first use, so that a cold start for events loads a third of the code.
 */
export const HANDLERS: Readonly<Record<RouteId, MakeHandler>> = {
  listEvents: eventsRoute,
  listWireEvents: wireEventsRoute,
  getHealth: healthRoute,
  getReadiness: lazily(async () => (await import("./health/readiness-route.ts")).readinessRoute),
  listProjects: lazily(async () => (await import("./projects/projects-route.ts")).projectsRoute),
  listServices: lazily(async () => (await import("./services/services-route.ts")).servicesRoute),
  getService: lazily(async () => (await import("./services/service-route.ts")).serviceRoute),
  listDeployments: lazily(async () => (await import("./deployments/deployments-route.ts")).deploymentsRoute),
  listProjectDeployments: lazily(
    async () => (await import("./deployments/project-deployments-route.ts")).projectDeploymentsRoute,
  ),
  getDeploymentFacets: lazily(async () => (await import("./deployments/facets-route.ts")).facetsRoute),
  listDeploymentPoints: lazily(async () => (await import("./deployments/facets-route.ts")).pointsRoute),
  getDeployment: lazily(async () => (await import("./deployments/deployment-route.ts")).deploymentRoute),
  getDeploymentTrace: lazily(async () => (await import("./deployments/trace-route.ts")).traceRoute),
  listFindings: lazily(async () => (await import("./findings/findings-route.ts")).projectFindingsRoute),
  listServiceFindings: lazily(
    async () => (await import("./findings/findings-route.ts")).serviceFindingsRoute,
  ),
  getFinding: lazily(async () => (await import("./findings/finding-route.ts")).findingRoute),
  getDeployDurations: lazily(
    async () => (await import("./statistics/durations-route.ts")).serviceDurationsRoute,
  ),
  getProjectDeployDurations: lazily(
    async () => (await import("./statistics/durations-route.ts")).projectDurationsRoute,
  ),
  getDelivery: lazily(async () => (await import("./statistics/delivery-route.ts")).serviceDeliveryRoute),
  getProjectDelivery: lazily(
    async () => (await import("./statistics/delivery-route.ts")).projectDeliveryRoute,
  ),
  getOpenApi: lazily(async () => (await import("./docs/openapi-route.ts")).openApiRoute),
  getDocs: lazily(async () => (await import("./docs/docs-route.ts")).docsRoute),
};

function lazily(load: () => Promise<MakeHandler>): MakeHandler {
  return (deps) => {
    let handler: Promise<Handler> | null = null;
    return async (c) => {
      handler ??= load().then((make) => make(deps));
      return (await handler)(c);
    };
  };
}

function healthRoute({ version }: RouteDeps): Handler {
  const body = JSON.stringify({ status: "ok", version });
  return (c) => respond(c, body, 200, { "content-type": "application/json", "cache-control": "no-store" });
}
