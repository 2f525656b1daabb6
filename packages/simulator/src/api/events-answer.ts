import type { ServiceEvent, Severity } from "@deploy-lens/core/event/service-event";
import { invalidParametersAnswer, okAnswer, type SimulatedAnswer } from "../http/answer.ts";
import { readParameters } from "../http/query-parameters.ts";
import type { SimulatedService } from "../service/index.ts";
import { cutPage, type SimulatedOffsets } from "./paging.ts";

/** Behaviour that the reference does not specify. */
export interface EventsBehaviour {
  readonly offsetMode: SimulatedOffsets;
  /** True if `end_time` is inclusive; `start_time` always is. */
  readonly endTimeInclusive: boolean;
  /** The largest `limit`; `null`: any. */
  readonly maxLimit: number | null;
  /** Retention of events, in ms. */
  readonly retentionMs: number;
}

/**
 * Answers `GET /v1/{project_id}/services/{service_id}/events`, by the reference page.
 *
 * Ties within one millisecond keep the order in which the platform reported them, under `desc` too: descending is not
 * ascending reversed.
 */
export function answerEvents(
  service: SimulatedService,
  parameters: URLSearchParams,
  nowMs: number,
  behaviour: EventsBehaviour,
): SimulatedAnswer {
  const query = readEventsQuery(parameters, behaviour);
  if ("invalid" in query) return invalidParametersAnswer(query.invalid);

  const clearedBeforeMs = service.keepsEvents ? Number.NEGATIVE_INFINITY : nowMs - behaviour.retentionMs;
  const matching = service
    .events(nowMs)
    .filter((event) => event.occurredAtMs >= clearedBeforeMs && matches(event, query, behaviour));
  const sorted =
    query.order === "asc" ? matching : matching.toSorted((a, b) => b.occurredAtMs - a.occurredAtMs);
  const page = cutPage(sorted, query.offset, query.limit, behaviour.offsetMode);

  return okAnswer({
    service_id: service.id,
    service_name: service.name,
    count: page.length,
    total_count: matching.length,
    events: page.map(({ occurredAtMs, severity, message }) => ({
      occur_time: occurredAtMs,
      event_type: wireEventType(severity),
      event_info: message,
    })),
  });
}

interface EventsQuery {
  readonly eventType: "normal" | "abnormal" | null;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly eventInfo: string | null;
  readonly offset: number;
  readonly limit: number;
  readonly order: "asc" | "desc";
}

function readEventsQuery(
  parameters: URLSearchParams,
  { maxLimit }: EventsBehaviour,
): EventsQuery | { readonly invalid: readonly string[] } {
  const query = readParameters(parameters);
  const eventType = query.choice("event_type", ["normal", "abnormal"]);
  const startTime = query.integer("start_time", 0);
  const endTime = query.integer("end_time", 0);
  if (startTime !== null && endTime !== null && startTime > endTime) {
    query.reject("start_time");
    query.reject("end_time");
  }
  const offset = query.integer("offset", 0) ?? 0;
  const limit = query.integer("limit", 1) ?? 1_000;
  if (maxLimit !== null && parameters.has("limit") && limit > maxLimit) query.reject("limit");
  query.choice("sort_by", ["occur_time"]);
  const order = query.choice("order", ["asc", "desc"]) ?? "desc";
  const eventInfo = query.text("event_info", isFilterText);

  const invalid = query.invalid();
  if (invalid.length > 0) return { invalid };
  return { eventType, startTime, endTime, eventInfo, offset, limit, order };
}

/**
 * True if `event_info` may be filtered by this text: "only English information", and none of the characters that the
 * reference lists. Its Chinese edition lists more than its English one; what either forbids is refused.
 */
function isFilterText(text: string): boolean {
  return /^[\u0020-\u007e]+$/.test(text) && !/[(){}';,[\]<>/?!&:]/.test(text);
}

function matches(event: ServiceEvent, query: EventsQuery, { endTimeInclusive }: EventsBehaviour): boolean {
  const { eventType, startTime, endTime, eventInfo } = query;
  if (eventType !== null && wireEventType(event.severity) !== eventType) return false;
  if (startTime !== null && event.occurredAtMs < startTime) return false;
  if (endTime !== null && event.occurredAtMs > (endTimeInclusive ? endTime : endTime - 1)) return false;
  return eventInfo === null || event.message.toLowerCase().includes(eventInfo.toLowerCase());
}

/** `unknown` becomes a label that no document names. */
function wireEventType(severity: Severity): string {
  return severity === "unknown" ? "notice" : severity;
}
