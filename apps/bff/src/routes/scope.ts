import type { Context } from "hono";
import { assertMayRead, type Principal } from "../auth/principal.ts";
import type { AppEnv } from "../exchange.ts";
import { readPathIds } from "../http/path-ids.ts";
import { loggedId } from "../log/logged-id.ts";
import { ProblemError } from "../problem-error.ts";
import type { ServiceIds } from "../upstream/upstream.ts";

/** Who calls. @throws ProblemError `unauthenticated` when nobody found out, so that no route can forget to ask. */
export function principalOf(c: Context<AppEnv>): Principal {
  const { principal } = c.var.exchange;
  if (principal === null) throw new ProblemError("unauthenticated");
  return principal;
}

/** The project in the path, which the caller may read. */
export function projectInScope(c: Context<AppEnv>): { readonly projectId: string } {
  const ids = readPathIds(c, ["projectId"]);
  enter(c, ids);
  return ids;
}

/** The service in the path, in a project which the caller may read. */
export function serviceInScope(c: Context<AppEnv>): ServiceIds {
  const ids = readPathIds(c, ["projectId", "serviceId"]);
  enter(c, ids);
  return ids;
}

/** The deployment in the path, in a project which the caller may read. */
export function deploymentInScope(c: Context<AppEnv>): ServiceIds & { readonly deploymentId: string } {
  const ids = readPathIds(c, ["projectId", "serviceId", "deploymentId"]);
  enter(c, ids);
  return ids;
}

/** The same for paths that name their parameters as the reference page does. */
export function wireServiceInScope(c: Context<AppEnv>): ServiceIds {
  const path = readPathIds(c, ["project_id", "service_id"]);
  const ids = { projectId: path.project_id, serviceId: path.service_id };
  enter(c, ids);
  return ids;
}

function enter(c: Context<AppEnv>, ids: { readonly projectId: string; readonly serviceId?: string }): void {
  const { notes } = c.var.exchange;
  notes.projectId = loggedId(ids.projectId);
  notes.serviceId = loggedId(ids.serviceId);
  assertMayRead(principalOf(c), ids.projectId);
}
