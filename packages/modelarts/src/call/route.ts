import { InvalidArgumentError, type RequestLabel } from "../errors/index.ts";

/** Templates of the upstream routes in use; metrics are grouped by them. */
export const ROUTES = {
  listServices: "/v1/{project_id}/services",
  getService: "/v1/{project_id}/services/{service_id}",
  listEvents: "/v1/{project_id}/services/{service_id}/events",
  listUpdateLogs: "/v1/{project_id}/services/{service_id}/logs",
  issueToken: "/v3/auth/tokens",
} as const;

export type Route = (typeof ROUTES)[keyof typeof ROUTES];

/** 32 hexadecimal digits or a UUID upstream, a short name in a local stack; never a character with a meaning in URLs. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Fills in the ids of a route.
 *
 * @example
 * routePath(ROUTES.getService, { project_id: "demo", service_id: "a-1" }); // "/v1/demo/services/a-1"
 * @throws InvalidArgumentError if an id is missing or is not 1 to 64 of `A-Z a-z 0-9 _ -`.
 */
export function routePath(route: Route, ids: Readonly<Record<string, string>>): string {
  return route.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id: unknown = ids[name];
    if (typeof id === "string" && ID.test(id)) return encodeURIComponent(id);
    throw new InvalidArgumentError(name, "must be 1 to 64 letters, digits, _ or -");
  });
}

/**
 * Builds the URL of a request.
 *
 * @throws InvalidArgumentError if URL parsing changes the host or the path.
 */
export function requestUrl(endpoint: URL, path: string, query: string): URL {
  const prefix = endpoint.pathname === "/" ? "" : endpoint.pathname;
  const url = new URL(`${endpoint.origin}${prefix}${path}${query === "" ? "" : `?${query}`}`);
  const unchanged = url.host === endpoint.host && url.pathname === prefix + path && url.hash === "";
  if (!unchanged) throw new InvalidArgumentError("path", "does not survive as a URL");
  return url;
}

/** Identifies a request in messages. */
export function requestLabel(method: string, url: URL): RequestLabel {
  return { method, path: url.pathname };
}
