import type { ParameterError } from "@deploy-lens/api/problems/problem";
import { invalidParameters } from "../request/problem-error.ts";
import type { Field } from "./query-fields.ts";

export type Fields = Readonly<Record<string, Field<unknown>>>;

export type FieldValues<F extends Fields> = {
  [Name in keyof F]?: F[Name] extends Field<infer Value> ? Value : never;
};

/** An ISO 8601 time whose unencoded plus sign was decoded as a space. */
const TIME_WITH_LOST_PLUS = /(T\d{2}:\d{2}[\d:.]*) (\d{2}:\d{2})$/;

/**
 * Parses a query. Each parameter may occur once, unless it is a list, and unknown ones are refused.
 *
 * @param check returns errors of valid values that do not fit together
 * @throws ProblemError `invalid-parameters` listing every error
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

/** Guarantee: each value was parsed by the field of its name. */
function asFieldValues<F extends Fields>(entries: readonly [string, unknown][]): FieldValues<F> {
  return Object.fromEntries(entries) as FieldValues<F>;
}
