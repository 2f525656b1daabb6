import type { JsonSchema } from "./schemas.ts";

/**
 * Gives every object within a component a component and a name of its own, since generators make names up for those that
 * have none. The name is that of the component and the property: `Eta` and `remainingMs` make `EtaRemainingMs`.
 *
 * @throws Error when a name stands for two schemas
 */
export function withNamedObjects(
  components: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const named: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(components)) {
    define(name, objectsNamed(schema, name, define), named);
  }
  return Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));

  function define(name: string, schema: JsonSchema, into = named): JsonSchema {
    const known = into[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`${name} would name two different schemas: give one of them an id`);
    }
    into[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }
}

type Define = (name: string, schema: JsonSchema) => JsonSchema;

/** A schema whose inner objects are references. */
function objectsNamed(schema: JsonSchema, name: string, define: Define): JsonSchema {
  const { properties, items, anyOf, additionalProperties } = schema;
  const inner = (part: unknown, partName: string) => reference(part, partName, define);
  return {
    ...schema,
    ...(isSchema(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, part]) => [key, inner(part, `${name}${capitalized(key)}`)]),
      ),
    }),
    ...(isSchema(items) && { items: inner(items, singular(name)) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((part: unknown) => inner(part, name)) }),
    ...(isSchema(additionalProperties) && {
      additionalProperties: inner(additionalProperties, singular(name)),
    }),
  };
}

function reference(part: unknown, name: string, define: Define): unknown {
  if (!isSchema(part)) return part;
  const schema = objectsNamed(part, name, define);
  return part.type === "object" && isSchema(part.properties) ? define(name, schema) : schema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** `DeliveryStillBroken` stays, `ReadinessChecks` becomes `ReadinessCheck`. */
function singular(name: string): string {
  return /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Item`;
}
