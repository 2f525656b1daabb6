import { fingerprint } from "../text/fingerprint.ts";
import { isEpochMs, parseEventsAnswer, type WireEventsAnswer } from "./events.ts";
import { WireSchemaError } from "./schema-error.ts";

/** An invalid row, left out of a list so that the valid ones remain usable. */
export interface SetAsideRow {
  /** Its index in the original list. */
  readonly at: number;
  /** Identifies the row across reads. */
  readonly key: string;
}

/** An answer and the rows left out of its list. */
export interface Salvaged<Answer> {
  readonly answer: Answer;
  readonly setAside: readonly SetAsideRow[];
}

/** Repairs to try before a row is left out. */
interface ListShape {
  /** The field that holds the rows. */
  readonly rows: "events" | "services" | "logs";
  readonly times: readonly string[];
  /** Defaults for optional fields of a row. */
  readonly standIns: (row: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>;
}

const EVENTS: ListShape = {
  rows: "events",
  times: ["occur_time"],
  standIns: () => ({ event_type: "" }),
};
export const SERVICES: ListShape = {
  rows: "services",
  times: ["publish_at", "transition_at", "operation_time", "due_time", "start_time", "finished_time"],
  standIns: ({ service_id: id }) => (typeof id === "string" ? { service_name: id } : {}),
};
export const UPDATE_LOGS: ListShape = { rows: "logs", times: ["update_time"], standIns: () => ({}) };

/**
 * Parses a list with possibly invalid rows, which are left out.
 *
 * Unambiguous times in another spelling (digits as text, ISO 8601) are read; a missing `count` is computed; a missing
 * `service_name` is empty, or the id in a list of services. Anything wrong outside the rows is an error.
 *
 * @throws {WireSchemaError} if the answer itself is wrong.
 *
 * @example const events = [{ occur_time: "1562597251764", event_type: "normal", event_info: "a" }, { event_info: null
 * }]; salvageEvents({ service_id: "s", count: 2, total_count: 2, events }); // { answer: { service_id: "s",
 * service_name: "", count: 2, total_count: 2, events: [the first] }, setAside: [{ at: 1, … }] }
 */
export function salvage<Answer>(
  value: unknown,
  shape: ListShape,
  parse: (value: unknown) => Answer,
): Salvaged<Answer> {
  const refusal = refusalOf(() => parse(value));
  if (refusal === null) return { answer: parse(value), setAside: [] };
  const fields = fieldsOf(value);
  const list: unknown = fields?.[shape.rows];
  if (fields === null || !Array.isArray(list)) throw refusal;

  const rows = list.map((row: unknown) => mendRow(row, shape));
  const mended = {
    ...fields,
    ...(isCount(fields.count) || shape.rows === "logs" ? {} : { count: rows.length }),
    ...(typeof fields.service_name === "string" || shape.rows === "services" ? {} : { service_name: "" }),
    [shape.rows]: rows,
  };
  const still = refusalOf(() => parse(mended));
  const bad = new Set(still?.issues.map(({ path }) => rowOf(path, shape.rows)));
  if (still !== null && bad.has(null)) throw still;
  return {
    answer: parse({ ...mended, [shape.rows]: rows.filter((_, at) => !bad.has(at)) }),
    setAside: rows.flatMap((row, at) =>
      bad.has(at) ? [{ at, key: fingerprint(JSON.stringify(row) ?? "") }] : [],
    ),
  };
}

export function isSetAside(row: object): row is SetAsideRow {
  return "at" in row && "key" in row;
}

/** Parses an invalid events answer as far as possible. @throws {WireSchemaError} as {@link salvage}. */
export function salvageEvents(value: unknown): Salvaged<WireEventsAnswer> {
  return salvage(value, EVENTS, parseEventsAnswer);
}

/** Puts rows that were set aside back in their places, because paging counts rows. */
export function inPlace<Row>(
  rows: readonly Row[],
  setAside: readonly SetAsideRow[],
): readonly (Row | SetAsideRow)[] {
  if (setAside.length === 0) return rows;
  const all: (Row | SetAsideRow)[] = [...rows];
  for (const row of setAside) all.splice(row.at, 0, row);
  return all;
}

function mendRow(row: unknown, { times, standIns }: ListShape): unknown {
  const fields = fieldsOf(row);
  if (fields === null) return row;
  const missing = Object.entries(standIns(fields)).filter(([name]) => typeof fields[name] !== "string");
  const read = times.flatMap((name) => {
    const atMs = readEpochMs(fields[name]);
    return atMs === null || atMs === fields[name] ? [] : [[name, atMs] as const];
  });
  return { ...fields, ...Object.fromEntries(missing), ...Object.fromEntries(read) };
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads a time in any spelling that leaves no doubt, epoch ms; `null` for what may mean something else: seconds, a time without
 * its zone.
 *
 * @example
 * readEpochMs("1562597251764"); // 1562597251764
 * readEpochMs("2019-07-08T14:47:31.764Z"); // 1562597251764
 * readEpochMs("2019-07-08 14:47:31"); // null
 */
export function readEpochMs(value: unknown): number | null {
  if (typeof value !== "string") return isEpochMs(value) ? value : null;
  const text = value.trim();
  const isDigits = /^\d{12,16}$/.test(text);
  if (!isDigits && !ISO_8601.test(text)) return null;
  const atMs = isDigits ? Number(text) : Date.parse(text);
  return isEpochMs(atMs) ? atMs : null;
}

function refusalOf(parse: () => unknown): WireSchemaError | null {
  try {
    parse();
    return null;
  } catch (error) {
    if (error instanceof WireSchemaError) return error;
    throw error;
  }
}

/** `events[3].occur_time` is row 3; `null` for what lies outside of the rows. */
function rowOf(path: string, rows: string): number | null {
  const [, name, at] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
  return name === rows && at !== undefined ? Number(at) : null;
}

/** The value's fields. Safe: any object may be read by any name, and gives `unknown`. */
function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
