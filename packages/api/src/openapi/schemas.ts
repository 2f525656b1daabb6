import * as z from "zod";
import { parameters } from "../fields/parameter.ts";

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 takes it. */
export interface JsonSchema {
  [keyword: string]: unknown;
}

/** Schemas as JSON Schema: each that was asked for, and the named ones that they refer to. */
export interface JsonSchemas {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/**
 * Turns zod schemas into JSON Schemas for an OpenAPI document: a schema with an `id` becomes a component and is referred
 * to wherever it stands.
 *
 * @param direction `input`: what a request may send; `output`: what an answer holds.
 *
 * @example
 * toJsonSchemas({ at: Instant }, "output");
 * // { schemas: { at: { $ref: "#/components/schemas/Instant" } }, components: { Instant: { type: "string", … } } }
 */
export function toJsonSchemas(
  schemas: Readonly<Record<string, z.ZodType>>,
  direction: "input" | "output",
): JsonSchemas {
  // One object around them all, so that each is referred to by its name like any other.
  const { $defs, properties } = z.toJSONSchema(z.object(schemas), {
    io: direction,
    override: ({ zodSchema, jsonSchema }) => {
      const documented = parameters.get(zodSchema)?.schema;
      if (documented !== undefined) replace(jsonSchema, documented);
      dropSafeIntegerBounds(jsonSchema);
      // An answer may gain fields: whoever checks answers by this document must not break when one does.
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

/** Bounds that only say "a JavaScript integer" would hide the ones that mean something. */
function dropSafeIntegerBounds(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}

/** Makes references point to where OpenAPI keeps named schemas. The shape stays: only texts of references change. */
function moveDefinitions(generated: { schemas: object; components: object }): JsonSchemas {
  return JSON.parse(JSON.stringify(generated), (keyword, value) =>
    keyword === "$ref" && typeof value === "string"
      ? value.replace(/^#\/\$defs\//, "#/components/schemas/")
      : value,
  );
}
