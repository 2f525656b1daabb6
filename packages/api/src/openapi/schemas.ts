import * as z from "zod";
import { parameters } from "../fields/parameter.ts";

/** A JSON Schema, draft 2020-12, as used by OpenAPI 3.1. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** The requested JSON Schemas, and the named ones they refer to. */
export interface JsonSchemas {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/**
 * Converts zod schemas to JSON Schemas for an OpenAPI document. A schema with an `id` becomes a component and is
 * referenced wherever it is used.
 *
 * @param direction `input`: what a request may send; `output`: what an answer contains.
 * @example
 * toJsonSchemas({ at: Instant }, "output");
 * // { schemas: { at: { $ref: "#/components/schemas/Instant" } }, components: { Instant: { type: "string", … } } }
 */
export function toJsonSchemas(
  schemas: Readonly<Record<string, z.ZodType>>,
  direction: "input" | "output",
): JsonSchemas {
  // Wrapped in one object, so that each top-level schema is also referenced by name.
  const { $defs, properties } = z.toJSONSchema(z.object(schemas), {
    io: direction,
    override: ({ zodSchema, jsonSchema }) => {
      const documented = parameters.get(zodSchema)?.schema;
      if (documented !== undefined) replace(jsonSchema, documented);
      dropSafeIntegerBounds(jsonSchema);
      // Answers may gain fields, and clients that validate against this document must not break then.
      if (direction === "output" && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  return moveDefinitions({ schemas: properties ?? {}, components: $defs ?? {} });
}

function replace(target: JsonSchema, source: JsonSchema): void {
  for (const keyword of Object.keys(target)) delete target[keyword];
  Object.assign(target, source);
}

/** Bounds that only mean "a JavaScript integer" would obscure the meaningful ones. */
function dropSafeIntegerBounds(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** Rewrites references to OpenAPI's location of named schemas; only the text of references changes. */
function moveDefinitions(generated: { schemas: object; components: object }): JsonSchemas {
  return JSON.parse(JSON.stringify(generated), (keyword, value) =>
    keyword === "$ref" && typeof value === "string"
      ? value.replace(/^#\/\$defs\//, "#/components/schemas/")
      : value,
  );
}
