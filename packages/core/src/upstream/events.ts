import type { ServiceEvent, Severity } from "../event/service-event.ts";
import { describeGot, type WireIssue, WireSchemaError } from "./schema-error.ts";

/** The furthest that a JavaScript date reaches from 1970: every time accepted can also be written as ISO 8601. */
export const MAX_EPOCH_MS = 8.64e15;

/** 1980-01-01: an earlier number of milliseconds can only be meant as seconds. The platform is younger. */
export const MIN_EPOCH_MS = 315_532_800_000;

/**
 * True if a value is a time as the upstream writes it: integer milliseconds since 1970-01-01T00:00:00Z.
 *
 * @example
 * isEpochMs(1562597251764); // true
 * isEpochMs(1562597251); // false: seconds
 * isEpochMs("1562597251764"); // false
 */
export function isEpochMs(value: unknown): value is number {
  return (
    typeof value === "number" && Number.isInteger(value) && value >= MIN_EPOCH_MS && value <= MAX_EPOCH_MS
  );
}

/** One event as the upstream writes it. */
export interface WireEvent {
  /** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
  readonly occur_time: number;
  /** Documented: `normal`, `abnormal`. */
  readonly event_type: string;
  readonly event_info: string;
}

/** The answer of `GET /v1/{project_id}/services/{service_id}/events`. */
export interface WireEventsAnswer {
  readonly service_id: string;
  readonly service_name: string;
  /** Number of events in this answer. */
  readonly count: number;
  /** Number of events that match the query over all pages. */
  readonly total_count: number;
  readonly events: readonly WireEvent[];
}

/**
 * Reads an events answer. Source: API reference, "Obtaining Service Event Logs", response parameters.
 *
 * A valid answer is returned as is, without a copy, including unknown fields. No schema library is used, because a cold start
 * would have to load it; the tests hold the result against a schema.
 *
 * @throws {WireSchemaError} naming the path of everything that has the wrong type.
 *
 * @example
 * parseEventsAnswer({ service_id: "s", service_name: "n", count: 1, total_count: 1, events: [{ occur_time: "1" }] });
 * // WireSchemaError: events answer: events[0].occur_time: expected number, got string; …
 */
export function parseEventsAnswer(value: unknown): WireEventsAnswer {
  if (isWireEventsAnswer(value)) return value;
  throw new WireSchemaError("events answer", issuesOfEventsAnswer(value));
}

/**
 * True if a value is an events answer. Allocates nothing, because most answers are valid.
 *
 * @example
 * isWireEventsAnswer({ service_id: "s", service_name: "n", count: 0, total_count: 0, events: [] }); // true
 */
export function isWireEventsAnswer(value: unknown): value is WireEventsAnswer {
  if (!isObject(value)) return false;
  if (!("service_id" in value && typeof value.service_id === "string")) return false;
  if (!("service_name" in value && typeof value.service_name === "string")) return false;
  if (!("count" in value && isCount(value.count))) return false;
  if (!("total_count" in value && isCount(value.total_count))) return false;
  if (!("events" in value && Array.isArray(value.events))) return false;
  for (const event of value.events) {
    if (!isWireEvent(event)) return false;
  }
  return true;
}

function isWireEvent(value: unknown): value is WireEvent {
  return (
    isObject(value) &&
    "occur_time" in value &&
    isEpochMs(value.occur_time) &&
    "event_type" in value &&
    typeof value.event_type === "string" &&
    "event_info" in value &&
    typeof value.event_info === "string"
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/**
 * Translates an upstream event to our own names.
 *
 * @example
 * toServiceEvent({ occur_time: 1562597251764, event_type: "normal", event_info: "start to deploy service" });
 * // { occurredAtMs: 1562597251764, severity: "normal", message: "start to deploy service" }
 */
export function toServiceEvent(event: WireEvent): ServiceEvent {
  return {
    occurredAtMs: event.occur_time,
    severity: toSeverity(event.event_type),
    message: event.event_info,
  };
}

/** Newer feeds use `NORMAL`, `ABNORMAL`, `WARNING`. */
function toSeverity(eventType: string): Severity {
  switch (eventType.toLowerCase()) {
    case "normal":
      return "normal";
    case "abnormal":
      return "abnormal";
    case "warning":
      return "warning";
    default:
      return "unknown";
  }
}

/**
 * Translates an event to the upstream's names, for storage and wire-compatible answers.
 *
 * {@link toServiceEvent} returns the same event. The other direction loses the letter case of `event_type`, and an
 * unrecognised label becomes `unknown`.
 *
 * @example
 * toWireEvent({ occurredAtMs: 1562597251764, severity: "abnormal", message: "failed to pull image, retry later" });
 * // { occur_time: 1562597251764, event_type: "abnormal", event_info: "failed to pull image, retry later" }
 */
export function toWireEvent(event: ServiceEvent): WireEvent {
  return {
    occur_time: event.occurredAtMs,
    event_type: event.severity,
    event_info: event.message,
  };
}

/** Returns what was expected, or `null` if the value is valid. */
type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === "string" ? null : "string");
const count = integer(0, Number.MAX_SAFE_INTEGER);

const ANSWER_FIELDS = { service_id: text, service_name: text, count, total_count: count };
const EVENT_FIELDS = {
  occur_time: integer(MIN_EPOCH_MS, MAX_EPOCH_MS),
  event_type: text,
  event_info: text,
};

/**
 * Lists everything that is wrong with an events answer.
 *
 * @example
 * issuesOfEventsAnswer({ service_id: "s", service_name: "n", count: 1, total_count: 1, events: [{ occur_time: "1" }] });
 * // [{ path: "events[0].occur_time", expected: "number", got: "string" }, …]
 */
function issuesOfEventsAnswer(value: unknown): WireIssue[] {
  if (!isObject(value)) return [issue("", "object", value)];
  const issues = issuesOfFields(value, ANSWER_FIELDS, "");
  const events: unknown = Reflect.get(value, "events");
  if (!Array.isArray(events)) return [...issues, issue("events", "array", events)];
  for (const [index, event] of events.entries()) {
    const path = `events[${index}]`;
    if (isObject(event)) issues.push(...issuesOfFields(event, EVENT_FIELDS, `${path}.`));
    else issues.push(issue(path, "object", event));
  }
  return issues;
}

function issuesOfFields(value: object, checks: Readonly<Record<string, Check>>, prefix: string): WireIssue[] {
  return Object.entries(checks).flatMap(([name, check]) => {
    const field: unknown = Reflect.get(value, name);
    const expected = check(field);
    return expected === null ? [] : [issue(prefix + name, expected, field)];
  });
}

function integer(min: number, max: number): Check {
  return (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return "number";
    if (!Number.isInteger(value)) return "integer";
    if (value < min) return `at least ${min}`;
    return value > max ? `at most ${max}` : null;
  };
}

function issue(path: string, expected: string, got: unknown): WireIssue {
  return { path, expected, got: describeGot(got) };
}
