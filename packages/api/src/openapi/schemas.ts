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
      nameIntegerFormat(jsonSchema);
      if (direction === "output") openAnswer(jsonSchema);
      else nameWords(jsonSchema);
    },
  });
  const moved = moveDefinitions({ schemas: properties ?? {}, components: $defs ?? {} });
  return direction === "output" ? moved : withWordsInline(moved);
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

const MAX_INT32 = 2 ** 31 - 1;

/** Epochs and durations do not fit into the 32 bits that generated clients take an integer for. */
function nameIntegerFormat(schema: JsonSchema): void {
  if (schema.type !== "integer") return;
  const fits = typeof schema.maximum === "number" && schema.maximum <= MAX_INT32;
  schema.format = fits ? "int32" : "int64";
}

/**
 * Answers may gain fields and words, and generated clients must not break then: objects allow further fields, and words are
 * strings whose documented values stand in `x-extensible-enum`.
 */
function openAnswer(schema: JsonSchema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  if (schema.type === "object" && schema.properties) schema.additionalProperties ??= true;
  delete schema.propertyNames;
  if (!Array.isArray(schema.enum)) return;
  const words = schema.enum;
  delete schema.enum;
  schema["x-extensible-enum"] = words;
  const known = `One of ${words.map((word) => `\`${word}\``).join(", ")}; more may come.`;
  schema.description = typeof schema.description === "string" ? `${schema.description} ${known}` : known;
}

/** Members that every enumeration of Kotlin and Java has already. */
const TAKEN: ReadonlySet<unknown> = new Set(["name", "ordinal", "value"]);

/** Names for the words of a request in generated code, where one of them is taken in the language. */
function nameWords(schema: JsonSchema): void {
  if (!Array.isArray(schema.enum) || !schema.enum.some((word) => TAKEN.has(word))) return;
  schema["x-enum-varnames"] = schema.enum.map((word) =>
    String(word)
      .replaceAll(/([a-z])([A-Z])/g, "$1_$2")
      .toUpperCase(),
  );
}

/** Requests name their words where they are used: the component of that name belongs to answers, which are open. */
function withWordsInline({ schemas, components }: JsonSchemas): JsonSchemas {
  const words = Object.entries(components).filter(([, schema]) => Array.isArray(schema.enum));
  const inline = new Map(words.map(([name, schema]) => [`#/components/schemas/${name}`, schema]));
  const kept = Object.entries(components).filter(([name]) => !inline.has(`#/components/schemas/${name}`));
  return JSON.parse(JSON.stringify({ schemas, components: Object.fromEntries(kept) }), (_, value) => {
    const schema = typeof value?.$ref === "string" ? inline.get(value.$ref) : undefined;
    return schema === undefined ? value : { ...schema, ...value, $ref: undefined };
  });
}

/** Rewrites references to OpenAPI's location of named schemas; only the text of references changes. */
function moveDefinitions(generated: { schemas: object; components: object }): JsonSchemas {
  return JSON.parse(JSON.stringify(generated), (keyword, value) =>
    keyword === "$ref" && typeof value === "string"
      ? value.replace(/^#\/\$defs\//, "#/components/schemas/")
      : value,
  );
}
