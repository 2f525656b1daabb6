import { eventsRoute } from "./events.ts";
import { healthRoute } from "./health.ts";
import type { RouteId } from "./paths.ts";
import type { Handler, RouteDeps } from "./route-deps.ts";
import { wireEventsRoute } from "./wire-events.ts";

/** Makes the handler of a route. */
type MakeHandler = (deps: RouteDeps) => Handler;

/** Routes that anybody may ask. */
export const PUBLIC_ROUTES: ReadonlySet<RouteId> = new Set([
  "getHealth",
  "getReadiness",
  "getOpenApi",
  "getDocs",
]);

/**
 * What answers each route. Events come with the app; what other routes need (schemas, statistics, the table's client) is
 * loaded when first asked for, so that a cold start for events reads a third of it all.
 */
export const HANDLERS: Readonly<Record<RouteId, MakeHandler>> = {
  listEvents: eventsRoute,
  listWireEvents: wireEventsRoute,
  getHealth: healthRoute,
  getReadiness: lazily(async () => (await import("./readiness.ts")).readinessRoute),
  listProjects: lazily(async () => (await import("./projects.ts")).projectsRoute),
  listServices: lazily(async () => (await import("./services.ts")).servicesRoute),
  getService: lazily(async () => (await import("./service.ts")).serviceRoute),
  listDeployments: lazily(async () => (await import("./deployments.ts")).deploymentsRoute),
  getDeployment: lazily(async () => (await import("./deployment.ts")).deploymentRoute),
  getDeployDurations: lazily(async () => (await import("./durations.ts")).serviceDurationsRoute),
  getProjectDeployDurations: lazily(async () => (await import("./durations.ts")).projectDurationsRoute),
  getOpenApi: lazily(async () => (await import("./openapi.ts")).openApiRoute),
  getDocs: lazily(async () => (await import("./docs.ts")).docsRoute),
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
