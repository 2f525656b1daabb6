import { MAX_EPOCH_MS } from "../events.ts";
import { InvalidQueryError, type QueryProblem, queryProblem } from "./error.ts";

/** Allowed values of `event_type`. */
export const EVENT_TYPE_FILTERS = ["normal", "abnormal"] as const;

/** Allowed values of `sort_by`. */
export const SORT_FIELDS = ["occur_time"] as const;

/** Allowed values of `order`. */
export const SORT_ORDERS = ["asc", "desc"] as const;

/**
 * Maximum and default of `limit`.
 *
 * The reference documents the default of 1000 and no maximum. Its sibling APIs that name a maximum name 1000 at most, so
 * more is refused here: the upstream might refuse it, truncate silently, or page differently.
 */
export const MAX_LIMIT = 1000;

/** The last page index: the one after it can still be counted. */
export const MAX_OFFSET = Number.MAX_SAFE_INTEGER - 1;

/** A query to the events API, in our own names. `null` filters nothing. */
export interface EventsQueryFields {
  readonly eventType: (typeof EVENT_TYPE_FILTERS)[number] | null;
  /** Words that the text must hold, in English. */
  readonly eventInfo: string | null;
  /** Epoch ms. Whether the edges are included is undocumented; a client should not depend on it. */
  readonly startTimeMs: number | null;
  /** Epoch ms, not before `startTimeMs`. */
  readonly endTimeMs: number | null;
  /** The page, from 0, according to the reference; the number of rows to skip if configured so. */
  readonly offset: number;
  /** Rows in a page, 1 to {@link MAX_LIMIT}. */
  readonly limit: number;
  readonly sortBy: (typeof SORT_FIELDS)[number];
  readonly order: (typeof SORT_ORDERS)[number];
}

/** The reference page's defaults. */
export const EVENTS_QUERY_DEFAULTS = {
  eventType: null,
  eventInfo: null,
  startTimeMs: null,
  endTimeMs: null,
  offset: 0,
  limit: MAX_LIMIT,
  sortBy: "occur_time",
  order: "desc",
} as const satisfies EventsQueryFields;

/** Unchecked values; one that is absent, `undefined` or `null` takes its default. */
export type UncheckedEventsQueryFields = { readonly [Field in keyof EventsQueryFields]?: unknown };

interface Rule<T> {
  readonly allowed: string;
  readonly accepts: (value: unknown) => value is T;
}

const EVENT_TYPE = oneOf(EVENT_TYPE_FILTERS);
const SORT_BY = oneOf(SORT_FIELDS);
const ORDER = oneOf(SORT_ORDERS);
const TIME = integer(0, MAX_EPOCH_MS, "milliseconds since 1970-01-01T00:00:00Z, an integer from 0");
const OFFSET = integer(0, MAX_OFFSET, "an integer from 0");
const LIMIT = integer(1, MAX_LIMIT, `an integer from 1 to ${MAX_LIMIT}`);

// The reference filters English text alone and lists characters that it does not support, fewer in English than in
// Chinese. The union of both: a filter accepted here is good by either. So `[mnist 1.0.0]` cannot be asked for, but
// `mnist 1.0.0` can.
const FORBIDDEN_IN_EVENT_INFO = "`(){}';,[]<>/?!&:";

const EVENT_INFO: Rule<string> = {
  allowed: `English text (printable ASCII, not blank) without any of ${FORBIDDEN_IN_EVENT_INFO}`,
  accepts: (value): value is string =>
    typeof value === "string" &&
    value.trim() !== "" &&
    /^[ -~]+$/.test(value) &&
    ![...FORBIDDEN_IN_EVENT_INFO].some((character) => value.includes(character)),
};

/**
 * Checks every value of a query and fills in the defaults.
 *
 * A window of one instant (`startTimeMs` equal to `endTimeMs`) is accepted: some event can be in it if edges are included.
 *
 * @throws {InvalidQueryError} listing everything that is wrong.
 *
 * @example
 * checkEventsQueryFields({ order: "asc" });
 * // { eventType: null, eventInfo: null, startTimeMs: null, endTimeMs: null, offset: 0, limit: 1000,
 * //   sortBy: "occur_time", order: "asc" }
 */
export function checkEventsQueryFields(unchecked: UncheckedEventsQueryFields): EventsQueryFields {
  const problems: QueryProblem[] = [];
  const check = <T>(parameter: string, value: unknown, rule: Rule<T>): T | undefined => {
    if (value === undefined || value === null) return undefined;
    if (rule.accepts(value)) return value;
    problems.push(queryProblem(parameter, value, rule.allowed));
    return undefined;
  };
  const defaults = EVENTS_QUERY_DEFAULTS;
  const fields = {
    eventType: check("event_type", unchecked.eventType, EVENT_TYPE) ?? defaults.eventType,
    eventInfo: check("event_info", unchecked.eventInfo, EVENT_INFO) ?? defaults.eventInfo,
    startTimeMs: check("start_time", unchecked.startTimeMs, TIME) ?? defaults.startTimeMs,
    endTimeMs: check("end_time", unchecked.endTimeMs, TIME) ?? defaults.endTimeMs,
    offset: check("offset", unchecked.offset, OFFSET) ?? defaults.offset,
    limit: check("limit", unchecked.limit, LIMIT) ?? defaults.limit,
    sortBy: check("sort_by", unchecked.sortBy, SORT_BY) ?? defaults.sortBy,
    order: check("order", unchecked.order, ORDER) ?? defaults.order,
  };
  if (fields.startTimeMs !== null && fields.endTimeMs !== null && fields.startTimeMs > fields.endTimeMs) {
    problems.push(queryProblem("start_time", fields.startTimeMs, `at most end_time, ${fields.endTimeMs}`));
  }
  if (problems.length > 0) throw new InvalidQueryError(problems);
  return fields;
}

function oneOf<const T extends string>(values: readonly T[]): Rule<T> {
  return {
    allowed: values.join(" or "),
    accepts: (value): value is T => values.some((allowed) => allowed === value),
  };
}

function integer(min: number, max: number, allowed: string): Rule<number> {
  return {
    allowed,
    accepts: (value): value is number =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max,
  };
}
