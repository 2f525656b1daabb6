import {
  EVENTS_QUERY_PARAMETERS,
  type EventsQueryParameter,
  InvalidQueryError,
  type QueryProblem,
  queryProblem,
} from "./error.ts";
import { EventsQuery } from "./index.ts";

/** The parameters of a request: a `URLSearchParams`, any list of pairs, or a record of text. */
export type RequestParameters =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Options of parsing a request. */
export interface ParseEventsQueryOptions {
  /**
   * Parameters that are not on the reference page: `ignore` them (the default), as the upstream's gateway does, or
   * `refuse` them, so that a mistyped filter does not pass silently.
   */
  readonly unknown?: "ignore" | "refuse";
}

/**
 * Reads a query from the parameters of a request.
 *
 * A parameter that is given twice is ambiguous and refused. One without a value counts as absent, and a number may have a zero
 * fraction, because clients without integers send both.
 *
 * @throws {InvalidQueryError} listing every parameter that is wrong, as the reference page names it.
 *
 * @example
 * parseEventsQuery(new URLSearchParams("order=asc&limit=100")); // EventsQuery { order: "asc", limit: 100, … }
 * parseEventsQuery({ limit: "0", event_info: "[mnist 1.0.0]" });
 * // InvalidQueryError: event_info is "[mnist 1.0.0]": must be English text (printable ASCII, not blank) without any of
 * // `(){}';,[]<>/?!&:; limit is 0: must be an integer from 1 to 1000
 */
export function parseEventsQuery(
  parameters: RequestParameters,
  options: ParseEventsQueryOptions = {},
): EventsQuery {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairsOf(parameters)) {
    if (value === "") continue;
    const given = values.get(name);
    if (given === undefined) values.set(name, [value]);
    else given.push(value);
  }
  const problems = [...repeated(values), ...(options.unknown === "refuse" ? unknownNames(values) : [])];
  const text = (parameter: EventsQueryParameter): string | undefined => values.get(parameter)?.[0];
  const number = (parameter: EventsQueryParameter): number | string | undefined => {
    const written = text(parameter);
    return written !== undefined && /^-?\d+(?:\.0+)?$/.test(written) ? Number(written) : written;
  };
  const fields = {
    eventType: text("event_type"),
    eventInfo: text("event_info"),
    startTimeMs: number("start_time"),
    endTimeMs: number("end_time"),
    offset: number("offset"),
    limit: number("limit"),
    sortBy: text("sort_by"),
    order: text("order"),
  };
  try {
    const query = EventsQuery.fromUnchecked(fields);
    if (problems.length === 0) return query;
  } catch (error) {
    if (!(error instanceof InvalidQueryError)) throw error;
    problems.push(...error.problems);
  }
  throw new InvalidQueryError(problems);
}

function* pairsOf(parameters: RequestParameters): Iterable<readonly [string, string]> {
  if (isIterable(parameters)) {
    yield* parameters;
    return;
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    if (typeof value === "string") yield [name, value];
    else for (const one of value) yield [name, one];
  }
}

function isIterable(parameters: RequestParameters): parameters is Iterable<readonly [string, string]> {
  return Symbol.iterator in parameters;
}

function repeated(values: ReadonlyMap<string, readonly string[]>): QueryProblem[] {
  return EVENTS_QUERY_PARAMETERS.flatMap((parameter) => {
    const given = values.get(parameter) ?? [];
    return given.length > 1 ? [queryProblem(parameter, given.join(" and "), "given once")] : [];
  });
}

function unknownNames(values: ReadonlyMap<string, readonly string[]>): QueryProblem[] {
  const known: readonly string[] = EVENTS_QUERY_PARAMETERS;
  return [...values]
    .filter(([name]) => !known.includes(name))
    .map(([name, [value]]) => queryProblem(name, value, `one of ${known.join(", ")}`));
}
