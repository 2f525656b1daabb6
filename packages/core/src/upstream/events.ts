import type { ServiceEvent, Severity } from "../event/service-event.ts";
import { isEpochMs } from "./epoch.ts";
import { issuesOfEventsAnswer } from "./events-issues.ts";
import { WireSchemaError } from "./schema-error.ts";

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
 * Whether a value is an events answer. Allocates nothing, because most answers are valid.
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
