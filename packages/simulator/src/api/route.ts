import type { Action } from "../auth/credentials.ts";
import type { RouteName } from "../faults/request-log.ts";

export interface RouteMatch {
  readonly route: RouteName;
  readonly projectId: string | null;
  readonly serviceId: string | null;
}

export const ROUTE_ACTIONS = {
  events: "modelarts:service:getEvents",
  services: "modelarts:service:list",
  service: "modelarts:service:get",
  update_logs: "modelarts:service:getLogs",
} as const satisfies Readonly<Partial<Record<RouteName, Action>>>;

/**
 * Finds the route of a request by its method and path; anything that is not exactly a route is `unknown`.
 *
 * @example
 * matchRoute("GET", "/v1/demo/services"); // { route: "services", projectId: "demo", serviceId: null }
 */
export function matchRoute(method: string, path: string): RouteMatch {
  if (method === "POST" && path === "/v3/auth/tokens") {
    return { route: "tokens", projectId: null, serviceId: null };
  }
  const match =
    method === "GET" ? /^\/v1\/([^/]+)\/services(?:\/([^/]+)(?:\/(events|logs))?)?$/.exec(path) : null;
  const projectId = decode(match?.[1]);
  const serviceId = decode(match?.[2]);
  if (match === null || projectId === null) return UNKNOWN;
  if (match[2] === undefined) return { route: "services", projectId, serviceId: null };
  if (serviceId === null) return UNKNOWN;
  switch (match[3]) {
    case undefined:
      return { route: "service", projectId, serviceId };
    case "events":
      return { route: "events", projectId, serviceId };
    default:
      return { route: "update_logs", projectId, serviceId };
  }
}

const UNKNOWN: RouteMatch = { route: "unknown", projectId: null, serviceId: null };

function decode(segment: string | undefined): string | null {
  if (segment === undefined) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
