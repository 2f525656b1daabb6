import { identityOf } from "../cache/identity.ts";
import { REVALIDATED, send } from "../http/reply.ts";
import type { Handler, RouteDeps } from "../http/route.ts";
import { principalOf } from "../http/scope.ts";
import { readableProjects } from "../request/principal.ts";

export function projectsRoute({ version }: RouteDeps): Handler {
  return (c) => {
    const ids = readableProjects(principalOf(c));
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
