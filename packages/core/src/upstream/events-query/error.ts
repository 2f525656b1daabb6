/** The parameters of the events API, in the order of its reference page: the canonical order of a query string. */
export const EVENTS_QUERY_PARAMETERS = [
  "event_type",
  "event_info",
  "start_time",
  "end_time",
  "offset",
  "limit",
  "sort_by",
  "order",
] as const;

export type EventsQueryParameter = (typeof EVENTS_QUERY_PARAMETERS)[number];

/** One reason why a query is refused. */
export interface QueryProblem {
  /** One of {@link EVENTS_QUERY_PARAMETERS}, or an unknown name. */
  readonly parameter: string;
  /** One sentence: `limit is 0: must be an integer from 1 to 1000`. */
  readonly message: string;
  /** The accepted values: `an integer from 1 to 1000`. */
  readonly allowed: string;
  /** The refused value, text in quotes, shortened. */
  readonly given: string;
}

/**
 * An invalid query; `problems` lists everything that is wrong with it, in the reference page's order.
 *
 * @example
 * EventsQuery.create({ limit: 0, offset: -1 });
 * // InvalidQueryError: offset is -1: must be an integer from 0; limit is 0: must be an integer from 1 to 1000
 */
export class InvalidQueryError extends Error {
  override readonly name = "InvalidQueryError";
  readonly problems: readonly QueryProblem[];

  constructor(problems: readonly QueryProblem[]) {
    const inOrder = [...problems].sort((a, b) => placeOf(a.parameter) - placeOf(b.parameter));
    super(inOrder.map((problem) => problem.message).join("; "));
    this.problems = inOrder;
  }
}

function placeOf(parameter: string): number {
  const names: readonly string[] = EVENTS_QUERY_PARAMETERS;
  const place = names.indexOf(parameter);
  return place === -1 ? names.length : place;
}

const GIVEN_LENGTH = 100;

/**
 * Describes one refused value.
 *
 * @example
 * queryProblem("limit", 0, "an integer from 1 to 1000");
 * // { parameter: "limit", message: "limit is 0: must be an integer from 1 to 1000",
 * //   allowed: "an integer from 1 to 1000", given: "0" }
 */
export function queryProblem(parameter: string, value: unknown, allowed: string): QueryProblem {
  const given = printable(value);
  return { parameter, message: `${parameter} is ${given}: must be ${allowed}`, allowed, given };
}

/** Never calls a method of the value, because unchecked input may bring its own `toString`. */
function printable(value: unknown): string {
  if (typeof value === "string") {
    return value.length > GIVEN_LENGTH
      ? `${JSON.stringify(value.slice(0, GIVEN_LENGTH))}…`
      : JSON.stringify(value);
  }
  if (Array.isArray(value)) return "a list";
  return (typeof value === "object" && value !== null) || typeof value === "function"
    ? "an object"
    : String(value);
}
