/** A point in time: a `Date`, epoch milliseconds, or any text that the API accepts. */
export type Time = Date | number | string;

/** A half-open range: includes `from`, excludes `to`. */
export interface TimeRange {
  readonly from: Time;
  readonly to: Time;
}

/**
 * A query as callers write it: every parameter optional, times as {@link Time}, lists as arrays.
 *
 * @example
 * const asked: Asked<EventsQuery> = { from: new Date("2026-11-01"), phase: ["pull_image"], limit: 500 };
 */
export type Asked<Query> = {
  readonly [Name in keyof Query]?: AskedValue<Name, Query[Name]> | undefined;
};

type AskedValue<Name, Value> = Name extends "from" | "to"
  ? Time
  : Name extends "compareTo"
    ? "previous" | TimeRange
    : Value extends readonly (infer Item)[]
      ? readonly Item[]
      : Value;

/**
 * Fills a path template and appends a query. Fields named in the template go into the path, the others into the query.
 *
 * @throws TypeError when a path field is missing, empty, or would escape from its segment
 * @example
 * addressOf("/projects/{projectId}/services", { projectId: "demo", status: ["running", "failed"], limit: 5 });
 * // "/projects/demo/services?status=running%2Cfailed&limit=5"
 */
export function addressOf(template: string, request: object): string {
  const query = new URLSearchParams();
  const fields = new Map<string, unknown>(Object.entries(request));
  const path = template.replace(/\{(\w+)\}/g, (_braces, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return pathSegment(name, value);
  });
  for (const [name, value] of fields) {
    const text = queryText(value);
    if (text !== "") query.set(name, text);
  }
  return query.size === 0 ? path : `${path}?${query}`;
}

function pathSegment(name: string, value: unknown): string {
  if (typeof value !== "string" || /^\.{0,2}$/.test(value)) {
    throw new TypeError(`${name} must be an id, not ${JSON.stringify(value) ?? "missing"}`);
  }
  return encodeURIComponent(value);
}

/** The query text of a value; nothing for undefined values and empty lists. */
function queryText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.join(",");
  if (isRange(value)) return `${queryText(value.from)}/${queryText(value.to)}`;
  return String(value);
}

function isRange(value: unknown): value is TimeRange {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}
