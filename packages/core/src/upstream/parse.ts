import type * as z from "zod/mini";
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
