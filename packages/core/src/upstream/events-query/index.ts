import type { EventsQueryParameter } from "./error.ts";
import {
  checkEventsQueryFields,
  EVENTS_QUERY_DEFAULTS,
  type EventsQueryFields,
  type UncheckedEventsQueryFields,
} from "./fields.ts";

/** Options of serialising a query. */
export interface EventsQueryFormat {
  /**
   * True if parameters at their default are left out (`omit`, the default) or written (`write`).
   *
   * A client of the real upstream should write them: the reference's own sample contradicts its default `order`.
   */
  readonly defaults?: "omit" | "write";
}

/**
 * A valid, frozen query to `GET /v1/{project_id}/services/{service_id}/events`.
 *
 * @example
 * const failures = EventsQuery.create({ eventType: "abnormal", startTimeMs: 1562597251764, order: "asc" });
 * failures.toString(); // "event_type=abnormal&start_time=1562597251764&order=asc"
 * failures.with({ limit: 100, offset: 2 }).toString();
 * // "event_type=abnormal&start_time=1562597251764&offset=2&limit=100&order=asc"
 */
export class EventsQuery implements EventsQueryFields {
  readonly eventType: EventsQueryFields["eventType"];
  readonly eventInfo: EventsQueryFields["eventInfo"];
  readonly startTimeMs: EventsQueryFields["startTimeMs"];
  readonly endTimeMs: EventsQueryFields["endTimeMs"];
  readonly offset: EventsQueryFields["offset"];
  readonly limit: EventsQueryFields["limit"];
  readonly sortBy: EventsQueryFields["sortBy"];
  readonly order: EventsQueryFields["order"];

  private constructor(fields: EventsQueryFields) {
    this.eventType = fields.eventType;
    this.eventInfo = fields.eventInfo;
    this.startTimeMs = fields.startTimeMs;
    this.endTimeMs = fields.endTimeMs;
    this.offset = fields.offset;
    this.limit = fields.limit;
    this.sortBy = fields.sortBy;
    this.order = fields.order;
    Object.freeze(this);
  }

  /**
   * The query with these fields, all others at the reference page's defaults.
   *
   * @throws {InvalidQueryError} listing every parameter that is wrong.
   *
   * @example
   * EventsQuery.create().toString(); // ""
   * EventsQuery.create({ eventInfo: "pull image" }).toString(); // "event_info=pull%20image"
   */
  static create(fields: Partial<EventsQueryFields> = {}): EventsQuery {
    return new EventsQuery(checkEventsQueryFields(fields));
  }

  /**
   * As {@link EventsQuery.create}, for values of unchecked types.
   *
   * @throws {InvalidQueryError} listing every parameter that is wrong.
   *
   * @example
   * EventsQuery.fromUnchecked({ limit: "many" });
   * // InvalidQueryError: limit is "many": must be an integer from 1 to 1000
   */
  static fromUnchecked(fields: UncheckedEventsQueryFields): EventsQuery {
    return new EventsQuery(checkEventsQueryFields(fields));
  }

  /**
   * This query with some fields changed; `null` removes a filter.
   *
   * @throws {InvalidQueryError} listing every parameter that is wrong.
   *
   * @example
   * EventsQuery.create({ eventType: "normal", limit: 5 }).with({ eventType: null }).toString(); // "limit=5"
   */
  with(changes: Partial<EventsQueryFields>): EventsQuery {
    return EventsQuery.create({ ...this, ...changes });
  }

  /**
   * The query's parameters in canonical order, so that equal queries give equal strings.
   *
   * @example
   * EventsQuery.create({ order: "asc" }).toSearchParams({ defaults: "write" }).toString();
   * // "offset=0&limit=1000&sort_by=occur_time&order=asc"
   */
  toSearchParams(format: EventsQueryFormat = {}): URLSearchParams {
    return new URLSearchParams(this.toPairs(format));
  }

  /** The parameters of {@link toSearchParams}, without the cost of that class. */
  toPairs(format: EventsQueryFormat = {}): [name: string, value: string][] {
    const pairs: [string, string][] = [];
    const write = (parameter: EventsQueryParameter, field: keyof EventsQueryFields): void => {
      const value = this[field];
      const omitted = format.defaults !== "write" && value === EVENTS_QUERY_DEFAULTS[field];
      if (value !== null && !omitted) pairs.push([parameter, String(value)]);
    };
    write("event_type", "eventType");
    write("event_info", "eventInfo");
    write("start_time", "startTimeMs");
    write("end_time", "endTimeMs");
    write("offset", "offset");
    write("limit", "limit");
    write("sort_by", "sortBy");
    write("order", "order");
    return pairs;
  }

  /**
   * The query as a string, without a question mark. A space is `%20`, never `+`, as request signing wants it.
   *
   * @example
   * EventsQuery.create({ eventInfo: "starting model", limit: 10 }).toString();
   * // "event_info=starting%20model&limit=10"
   */
  toString(format: EventsQueryFormat = {}): string {
    return this.toSearchParams(format).toString().replaceAll("+", "%20");
  }
}
