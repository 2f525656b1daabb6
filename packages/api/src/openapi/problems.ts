import { PROBLEMS, type ProblemName, problemType } from "../problems/problem-types.ts";
import { headerReferences } from "./headers.ts";
import type { ApiRoute } from "./routes.ts";
import type { JsonSchema } from "./schemas.ts";

/** References the error responses of a route, one per status. */
export function problemReferences(route: ApiRoute): Record<string, JsonSchema> {
  return Object.fromEntries(
    namesByStatus(route).map(([status, names]) => [
      status,
      { $ref: `#/components/responses/${nameOf(route, status, names)}` },
    ]),
  );
}

/** The responses that {@link problemReferences} refers to, each once for all routes. */
export function problemResponses(routes: readonly ApiRoute[]): Record<string, JsonSchema> {
  return Object.fromEntries(
    routes.flatMap((route) =>
      namesByStatus(route).map(([status, names]) => [
        nameOf(route, status, names),
        responseOf(route, status, names),
      ]),
    ),
  );
}

function namesByStatus(route: ApiRoute): [status: number, names: ProblemName[]][] {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of route.problems) {
    const { status } = PROBLEMS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return [...byStatus].sort(([one], [other]) => one - other);
}

function nameOf({ errors }: ApiRoute, status: number, names: readonly ProblemName[]): string {
  return errors === "wire" ? `${status}.wire` : [status, ...names].join(".");
}

function responseOf({ errors }: ApiRoute, status: number, names: readonly ProblemName[]): JsonSchema {
  const headers = HEADERS_OF[status];
  return {
    description: names
      .map((name) =>
        errors === "wire" ? PROBLEMS[name].en : `\`${problemType(name)}\`: ${PROBLEMS[name].en}`,
      )
      .map((text) => `* ${text}.`)
      .join("\n"),
    ...(headers === undefined ? {} : { headers }),
    content:
      errors === "wire"
        ? { "application/json": { schema: { $ref: "#/components/schemas/WireError" } } }
        : { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

const HEADERS_OF: Readonly<Record<number, JsonSchema>> = {
  401: headerReferences("WWW-Authenticate"),
  429: headerReferences("Retry-After"),
  503: headerReferences("Retry-After"),
};
