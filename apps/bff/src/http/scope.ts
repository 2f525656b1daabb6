import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import { loggedId } from "../request/logged-id.ts";
import { assertMayRead, type Principal } from "../request/principal.ts";
import { ProblemError } from "../request/problem-error.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { readPathIds } from "./path-ids.ts";

export function principalOf(c: Context<AppEnv>): Principal {
  const { principal } = c.get("context");
  if (principal === null) throw new ProblemError("unauthenticated");
  return principal;
}

export function projectInScope(c: Context<AppEnv>): { readonly projectId: string } {
  const ids = readPathIds(c, ["projectId"]);
  enter(c, ids);
  return ids;
}

export function serviceInScope(c: Context<AppEnv>): ServiceIds {
  const ids = readPathIds(c, ["projectId", "serviceId"]);
  enter(c, ids);
  return ids;
}

export function deploymentInScope(c: Context<AppEnv>): ServiceIds & { readonly deploymentId: string } {
  const ids = readPathIds(c, ["projectId", "serviceId", "deploymentId"]);
  enter(c, ids);
  return ids;
}

export function findingInScope(c: Context<AppEnv>): ServiceIds & { readonly findingId: string } {
  const ids = readPathIds(c, ["projectId", "serviceId", "findingId"]);
  enter(c, ids);
  return ids;
}

export function wireServiceInScope(c: Context<AppEnv>): ServiceIds {
  const path = readPathIds(c, ["project_id", "service_id"]);
  const ids = { projectId: path.project_id, serviceId: path.service_id };
  enter(c, ids);
  return ids;
}

function enter(c: Context<AppEnv>, ids: { readonly projectId: string; readonly serviceId?: string }): void {
  const { notes } = c.get("context");
  notes.projectId = loggedId(ids.projectId);
  notes.serviceId = loggedId(ids.serviceId);
  assertMayRead(principalOf(c), ids.projectId);
}
