import type * as z from "zod";
import type { ParameterError } from "../problems/problem.ts";
import { isListParameter } from "./parameter.ts";

/** A parse result: the value, or every error. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly ParameterError[] };

/** An ISO 8601 time whose unencoded plus sign was decoded as a space. */
const TIME_WITH_LOST_PLUS = /(T\d{2}:\d{2}[\d:.]*) (\d{2}:\d{2})(?=\/|$)/g;

/**
 * Parses a query with its schema. Each parameter may occur once, unless it is a list, and unknown parameters are
 * refused. A list may be comma-separated or repeated, since generated clients do either. A plus sign that was decoded
 * to a space inside a time's offset is restored.
 *
 * @example
 * parseQuery(EventsQuery, new URLSearchParams("limit=0&colour=red"));
 * // { ok: false, errors: [
 * //   { parameter: "limit", message: "must be a whole number from 1 to 1000" },
 * //   { parameter: "colour", message: "is not a parameter of this route", allowed: ["type", "from", …] } ] }
 */
export function parseQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: URLSearchParams,
): Parsed<z.output<Schema>> {
  const names = [...new Set(query.keys())];
  const repeated = names.filter(
    (name) => query.getAll(name).length > 1 && !isListParameter(schema.shape[name]),
  );
  const single = names.filter((name) => !repeated.includes(name));
  const values = Object.fromEntries(
    single.map((name) => [name, query.getAll(name).join(",").replace(TIME_WITH_LOST_PLUS, "$1+$2")]),
  );
  const parsed = parseParameters(schema, values);
  if (repeated.length === 0) return parsed;
  const errors = repeated.map((parameter) => ({ parameter, message: "must be given once" }));
  return { ok: false, errors: parsed.ok ? errors : [...errors, ...parsed.errors] };
}

/**
 * Parses path parameters, or any record of strings, with a schema.
 *
 * @example
 * parseParameters(ProjectPath, { projectId: "../etc" });
 * // { ok: false, errors: [{ parameter: "projectId", message: "must be 1 to 64 letters, …" }] }
 */
export function parseParameters<Schema extends z.ZodObject>(
  schema: Schema,
  values: Readonly<Record<string, string>>,
): Parsed<z.output<Schema>> {
  const result = schema.safeParse(values);
  if (result.success) return { ok: true, value: result.data };
  const known = Object.keys(schema.shape);
  return { ok: false, errors: result.error.issues.flatMap((issue) => toParameterErrors(issue, known)) };
}

function toParameterErrors(issue: z.core.$ZodIssue, known: string[]): ParameterError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((parameter) => ({
      parameter,
      message: "is not a parameter of this route",
      allowed: known,
    }));
  }
  const parameter = String(issue.path[0] ?? "");
  if (issue.code !== "invalid_value") return [{ parameter, message: issue.message }];
  const allowed = issue.values.map(String);
  return [
    {
      parameter,
      message: `must be ${issue.path.length > 1 ? "among" : "one of"} the allowed words`,
      allowed,
    },
  ];
}
