import type * as z from "zod";
import { headerReferences } from "./headers.ts";
import { problemReferences } from "./problems.ts";
import type { ApiRoute } from "./routes.ts";
import type { JsonSchema } from "./schemas.ts";

/** Generated schemas by route: answers by the route's id, requests by `id.parameter`. */
export interface OperationSchemas {
  readonly answers: Readonly<Record<string, JsonSchema>>;
  readonly requests: Readonly<Record<string, JsonSchema>>;
}

/** Describes one route as an OpenAPI operation. */
export function operationOf(route: ApiRoute, schemas: OperationSchemas): JsonSchema {
  const parameters = [
    ...parametersOf(route, "path", route.params, schemas.requests),
    ...parametersOf(route, "query", route.query, schemas.requests),
  ];
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.secured ? [{ bearer: [] }] : [],
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: {
      200: answerOf(route, schemas.answers[route.id]),
      ...(route.cached ? { 304: { description: "Not changed since the `ETag` in `If-None-Match`." } } : {}),
      ...problemReferences(route),
    },
  };
}

function parametersOf(
  route: ApiRoute,
  place: "path" | "query",
  parameters: z.ZodObject | undefined,
  requests: OperationSchemas["requests"],
): JsonSchema[] {
  return Object.entries(parameters?.shape ?? {}).map(([name, zodSchema]) => {
    const {
      description = zodSchema.description,
      default: _,
      ...schema
    } = requests[`${route.id}.${name}`] ?? {};
    const initial = zodSchema.safeParse(undefined);
    const hasDefault = initial.success && initial.data !== undefined;
    const isList = schema.type === "array";
    // A list as a default is beyond many generators, and so is a word under another name: both stand in the description.
    const isPlain = !isList && schema["x-enum-varnames"] === undefined;
    const initially = hasDefault && !isPlain ? ` Default: ${[initial.data].flat().join(", ")}.` : "";
    return {
      name,
      in: place,
      required: place === "path",
      ...(description === undefined ? {} : { description: `${description}${initially}` }),
      // Lists are one comma-separated value rather than repeated parameters.
      ...(isList ? { style: "form", explode: false } : {}),
      schema: hasDefault && isPlain ? { ...schema, default: initial.data } : schema,
    };
  });
}

function answerOf(
  { answer, cached, mediaTypes = ["application/json"] }: ApiRoute,
  schema: JsonSchema | undefined,
) {
  const json = {
    ...(schema === undefined ? {} : { schema }),
    ...(answer.example === undefined ? {} : { example: answer.example }),
  };
  const content = mediaTypes.map((type) => [
    type,
    type === "application/json" ? json : { schema: { type: "string" } },
  ]);
  return {
    description: answer.description,
    headers: cached
      ? headerReferences("X-Request-Id", "ETag", "Cache-Control", "Age", "Cache-Status")
      : headerReferences("X-Request-Id"),
    content: Object.fromEntries(content),
  };
}
