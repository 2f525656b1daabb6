import * as z from "zod/mini";
import { MAX_EPOCH_MS, MIN_EPOCH_MS } from "./events.ts";
import { describeGot, WireSchemaError } from "./schema-error.ts";

/**
 * Parses an upstream answer by its schema.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseWire("service list", z.object({ count: z.int() }), { count: "9" });
 * // WireSchemaError: service list: count: expected number, got string
 */
export function parseWire<Schema extends z.ZodMiniType>(
  what: string,
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new WireSchemaError(
    what,
    result.error.issues.map((issue) => ({
      path: formatPath(issue.path),
      expected: describeExpected(issue),
      got: describeGot(valueAt(value, issue.path)),
    })),
  );
}

function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[A-Za-z_]\w*$/.test(String(key))) text += `${text === "" ? "" : "."}${String(key)}`;
    else text += `[${JSON.stringify(String(key))}]`;
  }
  return text;
}

function describeExpected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPE_NAMES[issue.expected] ?? issue.expected;
    case "invalid_union":
      return [...new Set(issue.errors.flat().map(describeExpected))].join(" or ");
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_format":
      return `${issue.format} text`;
    default:
      return issue.message;
  }
}

const TYPE_NAMES: Readonly<Record<string, string>> = { int: "integer", record: "object" };

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

// The reference marks no answer field as mandatory, and some editions send absent ones as `null`, so fields that the product
// does not need may be missing or null. The schemas are shared because building them costs start-up time.

/** Milliseconds since 1970-01-01T00:00:00Z; values that must be seconds are refused. */
export const epochMs = z.int().check(z.minimum(MIN_EPOCH_MS), z.maximum(MAX_EPOCH_MS));

/** An integer from 0. */
export const count = z.int().check(z.minimum(0));

export const text = z.string();
export const optionalText = z.nullish(text);
export const optionalNumber = z.nullish(z.number());
export const optionalInteger = z.nullish(z.int());
export const optionalFlag = z.nullish(z.boolean());
/** Values that are too early to be plausible, such as 0 or seconds, count as missing. */
export const optionalEpochMs = z.optional(
  z.pipe(
    z.nullable(z.int().check(z.maximum(MAX_EPOCH_MS))),
    z.transform((atMs) => (atMs === null || atMs < MIN_EPOCH_MS ? null : atMs)),
  ),
);
export const optionalTexts = z.nullish(z.array(text));

/** A map whose values the reference describes as strings but shows as objects. */
export const optionalMap = z.nullish(z.record(z.string(), z.unknown()));

/**
 * A map that may contain secrets (environment variables): validated as a map, then emptied, so that parsed answers cannot
 * leak them.
 */
export const optionalSecretMap = z.nullish(
  z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((): Record<string, never> => ({})),
  ),
);
