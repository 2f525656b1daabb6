import type { ParameterError } from "@deploy-lens/api/problems/problem";
import type { Context } from "hono";
import type { AppEnv } from "../request/context.ts";
import { invalidParameters } from "../request/problem-error.ts";

// Copies of the API's id schemas without the schema library: every request is checked against these, and loading the
// library would double what a cold start loads. A property test compares the two.
const ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const ID_HINT = "must be 1 to 64 letters, digits, hyphens or underscores, a letter or digit at both ends";
const DEPLOYMENT_ID = /^[A-Za-z0-9][A-Za-z0-9_.~-]{0,127}$/;
const DEPLOYMENT_ID_HINT = "must be a deployment's id as an answer spelt it, or `latest`";

export type IdName = "projectId" | "serviceId" | "deploymentId" | "findingId" | "project_id" | "service_id";

/** Reads ids from the path. @throws ProblemError `invalid-parameters` listing every invalid one */
export function readPathIds<const Names extends readonly IdName[]>(
  c: Context<AppEnv>,
  names: Names,
): Record<Names[number], string> {
  const ids = names.map((name) => [name, c.req.param(name) ?? ""] as const);
  const errors = ids.flatMap(([name, id]) => errorOf(name, id));
  if (errors.length > 0) throw invalidParameters(errors);
  return byName(ids);
}

/** At most one error per id. */
export function errorOf(parameter: IdName, id: string): ParameterError[] {
  const isDeployment = parameter === "deploymentId";
  if ((isDeployment ? DEPLOYMENT_ID : ID).test(id)) return [];
  return [{ parameter, message: isDeployment ? DEPLOYMENT_ID_HINT : ID_HINT }];
}

/** Guarantee: the entries cover every name, since they were mapped from the list of names. */
function byName<Name extends string>(entries: readonly (readonly [Name, string])[]): Record<Name, string> {
  return Object.fromEntries(entries) as Record<Name, string>;
}
