import type { ParameterError } from "@deploy-lens/api/problem";
import { invalidParameters } from "../problem-error.ts";
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
 * Reads a query: each parameter at most once, and none that has no field.
 *
 * @throws ProblemError `invalid-parameters` with everything that is wrong
 */
export function readFields<F extends Fields>(query: URLSearchParams, fields: F): FieldValues<F> {
  const names = [...new Set(query.keys())];
  const errors: ParameterError[] = [];
  const values: [string, unknown][] = [];
  for (const parameter of names) {
    const [text = "", ...more] = query.getAll(parameter);
    const field = Object.hasOwn(fields, parameter) ? fields[parameter] : undefined;
    if (field === undefined) {
      errors.push({ parameter, message: "is not a parameter of this route", allowed: Object.keys(fields) });
    } else if (more.length > 0) {
      errors.push({ parameter, message: "must be given once" });
    } else {
      const result = field(text.replace(TIME_WITH_LOST_PLUS, "$1+$2"));
      if ("error" in result) errors.push({ parameter, ...result.error });
      else values.push([parameter, result.value]);
    }
  }
  if (errors.length > 0) throw invalidParameters(errors);
  return asFieldValues<F>(values);
}

/** Guarantee: each value was read by the field of its name. */
function asFieldValues<F extends Fields>(values: readonly [string, unknown][]): FieldValues<F> {
  return Object.fromEntries(values) as FieldValues<F>;
}
