import { identityOf } from "../cache/identity.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { principalOf } from "../http/scope.ts";

/** `GET /api/v1/projects` */
export function projectsRoute({ localProjects, version }: RouteDeps): Handler {
  return (c) => {
    const { projects } = principalOf(c);
    const ids = projects === "all" ? localProjects : [...projects].sort();
    return send(c, {
      contentType: "application/json",
      identity: identityOf(version, ids),
      asOfMs: null,
      source: null,
      cacheControl: REVALIDATED,
      vary: [],
      body: () => JSON.stringify({ projects: ids.map((id) => ({ id })) }),
    });
  };
}
