import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { fingerprint } from "@deploy-lens/core/text/fingerprint";
import type { ReadContext } from "../day/context.ts";
import { factsOf, readDays } from "../day/read.ts";
import { dayOf, type ServiceRef } from "../table/keys.ts";
import { decodeCursor, encodeCursor, type Place } from "./cursor.ts";

/** Selects stored events of a service. */
export interface StoredEventsQuery extends ServiceRef {
  /** Epoch ms; it belongs to the range. */
  readonly fromMs?: number | undefined;
  /** Epoch ms; it does not. */
  readonly toMs?: number | undefined;
  /** Default `desc`: newest first. */
  readonly order?: "asc" | "desc";
  /** Default 1000. */
  readonly limit?: number;
  readonly cursor?: string | null | undefined;
}

/** A page of events. */
export interface StoredEventsPage {
  readonly events: readonly ServiceEvent[];
  readonly nextCursor: string | null;
}

/**
 * Reads stored events: everything ever ingested, long after the upstream's retention.
 *
 * A cursor points at an event, and events are never removed, so pages neither skip nor repeat stored events.
 */
export async function readEvents(context: ReadContext, query: StoredEventsQuery): Promise<StoredEventsPage> {
  const { order = "desc", limit = 1_000 } = query;
  const list = `events-${order}`;
  const after = query.cursor ? decodeCursor(list, query.cursor) : null;
  const fromMs = Math.max(
    query.fromMs ?? Number.NEGATIVE_INFINITY,
    order === "asc" && after ? after.atMs : Number.NEGATIVE_INFINITY,
  );
  const toMs = query.toMs ?? Number.POSITIVE_INFINITY;
  const days = readDays(context.table, query, {
    fromDay: dayOf(fromMs),
    toDay: dayOf(order === "desc" && after !== null ? Math.min(after.atMs, toMs) : toMs),
    newestFirst: order === "desc",
    pageSize: 2,
  });
  const events: ServiceEvent[] = [];
  for await (const day of days) {
    const inRange = factsOf([day]).events.filter(
      ({ occurredAtMs }) => occurredAtMs >= fromMs && occurredAtMs < toMs,
    );
    const ordered = order === "asc" ? inRange : inRange.reverse();
    for (const event of following(ordered, after, order)) {
      const last = events.at(-1);
      if (events.length === limit && last !== undefined) {
        return { events, nextCursor: encodeCursor(list, placeOf(last)) };
      }
      events.push(event);
    }
  }
  return { events, nextCursor: null };
}

/** The entries after a position, whose event may have expired. */
function following(
  events: readonly ServiceEvent[],
  place: Place | null,
  order: "asc" | "desc",
): readonly ServiceEvent[] {
  if (place === null) return events;
  const at = events.findIndex(
    (event) => event.occurredAtMs === place.atMs && placeOf(event).key === place.key,
  );
  if (at !== -1) return events.slice(at + 1);
  return events.filter(({ occurredAtMs }) =>
    order === "asc" ? occurredAtMs > place.atMs : occurredAtMs < place.atMs,
  );
}

function placeOf({ occurredAtMs, severity, message }: ServiceEvent): Place {
  return { atMs: occurredAtMs, key: fingerprint(`${severity}|${message}`) };
}
