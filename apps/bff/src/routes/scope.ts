import { DeploymentPath, ProjectPath, ServicePath } from "@deploy-lens/api/ids";
import type { Context } from "hono";
import { assertMayRead, type Principal } from "../auth/principal.ts";
import type { AppEnv } from "../exchange.ts";
import { readPath } from "../http/input.ts";
import { ProblemError } from "../problem-error.ts";

/** Who calls. @throws ProblemError `unauthenticated` when nobody found out, so that no route can forget to ask. */
export function principalOf(c: Context<AppEnv>): Principal {
  const { principal } = c.var.exchange.notes;
  if (principal === null) throw new ProblemError("unauthenticated", null);
  return principal;
}

/** The project in the path, which the caller may read. */
export function projectInScope(c: Context<AppEnv>): { readonly projectId: string } {
  const ids = readPath(c, ProjectPath);
  c.var.exchange.notes.projectId = ids.projectId;
  assertMayRead(principalOf(c), ids.projectId);
  return ids;
}

/** The service in the path, in a project which the caller may read. */
export function serviceInScope(c: Context<AppEnv>): ServicePath {
  return inScope(c, readPath(c, ServicePath));
}

/** The deployment in the path, in a project which the caller may read. */
export function deploymentInScope(c: Context<AppEnv>): DeploymentPath {
  return inScope(c, readPath(c, DeploymentPath));
}

function inScope<Ids extends ServicePath>(c: Context<AppEnv>, ids: Ids): Ids {
  const { notes } = c.var.exchange;
  notes.projectId = ids.projectId;
  notes.serviceId = ids.serviceId;
  assertMayRead(principalOf(c), ids.projectId);
  return ids;
}
