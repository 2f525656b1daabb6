import type { ParameterError } from "@deploy-lens/api/problems/problem";
import { invalidParameters } from "../request/problem-error.ts";
import type { Field } from "./query-fields.ts";

/** Fields by the name of their parameter. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What reading gives: those that came. */
export type FieldValues<F extends Fields> = {
  [Name in keyof F]?: F[Name] extends Field<infer Value> ? Value : never;
};

/** An ISO 8601 time whose plus sign was not encoded: form decoding made it a space. */
const TIME_WITH_LOST_PLUS = /(T\d{2}:\d{2}[\d:.]*) (\d{2}:\d{2})$/;

/**
 * Reads a query: each parameter at most once but for lists, and none that has no field.
 *
 * @param check says what is wrong with good values together
 * @throws ProblemError `invalid-parameters` with everything that is wrong
 */
export function readFields<F extends Fields>(
  query: URLSearchParams,
  fields: F,
  check: (values: FieldValues<F>) => readonly ParameterError[],
): FieldValues<F> {
  const names = [...new Set(query.keys())];
  const errors: ParameterError[] = [];
  const entries: [string, unknown][] = [];
  for (const parameter of names) {
    const texts = query.getAll(parameter);
    const text = texts.join(",");
    const field = Object.hasOwn(fields, parameter) ? fields[parameter] : undefined;
    if (texts.length > 1 && field?.isList !== true) {
      errors.push({ parameter, message: "must be given once" });
    } else if (field === undefined) {
      errors.push({ parameter, message: "is not a parameter of this route", allowed: Object.keys(fields) });
    } else {
      const result = field(text.replace(TIME_WITH_LOST_PLUS, "$1+$2"));
      if ("error" in result) errors.push({ parameter, ...result.error });
      else entries.push([parameter, result.value]);
    }
  }
  const values = asFieldValues<F>(entries);
  errors.push(...check(values));
  if (errors.length > 0) throw invalidParameters(errors);
  return values;
}

/** Guarantee: each value was read by the field of its name. */
function asFieldValues<F extends Fields>(entries: readonly [string, unknown][]): FieldValues<F> {
  return Object.fromEntries(entries) as FieldValues<F>;
}
