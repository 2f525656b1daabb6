import type * as z from "zod";
import { Problem } from "../problems/problem.ts";
import { WireErrorAnswer } from "../wire/wire-compatible.ts";
import { HEADERS } from "./headers.ts";
import { withNamedObjects } from "./named-objects.ts";
import { operationOf } from "./operation.ts";
import { problemResponses } from "./problems.ts";
import { API_ROUTES, type ApiRoute } from "./routes.ts";
import { type JsonSchema, toJsonSchemas } from "./schemas.ts";

const DESCRIPTION = `The progress, durations, time shares and failures of ModelArts deployments.

* Times in answers are ISO 8601 in UTC with milliseconds. Durations are whole milliseconds.
* Times in queries are ISO 8601 with \`Z\` or an offset, a UTC date, or epoch milliseconds. Ranges hold \`from\` and end before \`to\`.
* Lists are paged by an opaque \`cursor\`: pass \`page.nextCursor\` with the same filters until it is \`null\`.
* Parameters that a route does not name are refused. A list is \`a=1,2\` or \`a=1&a=2\`; any other parameter is given once.
* Errors are RFC 9457 \`application/problem+json\`; their \`type\` is stable and made to be switched over.
* Answers carry \`ETag\`: send it back in \`If-None-Match\` and a 304 says that nothing changed.
* Answers and problems may gain fields and words (\`x-extensible-enum\` lists those of today). Ignore what you do not know.`;

const TAGS = [
  { name: "services", description: "Projects, services and their events." },
  {
    name: "deployments",
    description: "Attempts to deploy, update or start a service, derived from its events.",
  },
  { name: "findings", description: "Lasting changes that the history shows, with their evidence." },
  { name: "statistics", description: "Durations and their trends." },
  { name: "wire-compatible", description: "For existing ModelArts clients." },
  { name: "operation", description: "Health, and this document." },
];

/** A generated client's default is the local stack; the variable is for everything else. */
const SERVERS = [
  {
    url: "{origin}",
    description: "The source of this document.",
    variables: {
      origin: {
        default: "http://127.0.0.1:8787",
        description:
          "Scheme, host and port: the address that `npm run deploy` printed, or the local stack's.",
      },
    },
  },
];

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, { readonly get: JsonSchema }>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/**
 * Builds the OpenAPI 3.1 document from the route table and the schemas that validate requests and answers. Runs at
 * build time only; the result is `openapi.generated.json`.
 *
 * @throws Error when one component name stands for two schemas
 * @example
 * Object.keys(buildOpenApi().paths)[0]; // "/api/v1/projects"
 */
export function buildOpenApi(routes: readonly ApiRoute[] = API_ROUTES): OpenApiDocument {
  const answers = toJsonSchemas(answerSchemas(routes), "output");
  const requests = toJsonSchemas(requestSchemas(routes), "input");
  const paths = routes.map((route) => [
    route.path,
    { get: operationOf(route, { answers: answers.schemas, requests: requests.schemas }) },
  ]);
  return {
    openapi: "3.1.1",
    info: {
      title: "Deploy Lens",
      version: "1.0.0",
      ...{ summary: "Answers from ModelArts service events", description: DESCRIPTION },
      ...{ license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    },
    ...{ servers: SERVERS, tags: TAGS },
    paths: Object.fromEntries(paths),
    components: {
      schemas: withNamedObjects(merged(answers.components, requests.components)),
      ...{
        headers: HEADERS,
        responses: problemResponses(routes),
        securitySchemes: {
          bearer: {
            type: "http",
            scheme: "bearer",
            bearerFormat: "JWT",
            description:
              "An OpenID Connect token; one of its claims lists the projects that the caller may read.",
          },
        },
      },
    },
  };
}

function answerSchemas(routes: readonly ApiRoute[]): Record<string, z.ZodType> {
  const schemas = routes.flatMap(({ id, answer }) => (answer.schema === null ? [] : [[id, answer.schema]]));
  return { ...Object.fromEntries(schemas), Problem, WireError: WireErrorAnswer };
}

/** All parameters of all routes, as `route.parameter`. */
function requestSchemas(routes: readonly ApiRoute[]): Record<string, z.ZodType> {
  return Object.fromEntries(
    routes.flatMap(({ id, params, query }) =>
      Object.entries({ ...params?.shape, ...query?.shape }).map(([name, schema]) => [
        `${id}.${name}`,
        schema,
      ]),
    ),
  );
}

function merged(a: Readonly<Record<string, JsonSchema>>, b: Readonly<Record<string, JsonSchema>>) {
  for (const name of Object.keys(a)) {
    if (b[name] !== undefined && JSON.stringify(a[name]) !== JSON.stringify(b[name])) {
      throw new Error(`${name} names two different schemas: give one of them another id`);
    }
  }
  const entries = Object.entries({ ...a, ...b });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
