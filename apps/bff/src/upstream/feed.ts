import { timelineOf } from "@deploy-lens/core/classify/timeline";
import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { toServiceEvent } from "@deploy-lens/core/upstream/events";
import { EventsQuery } from "@deploy-lens/core/upstream/events-query";
import { identityOf } from "../cache/identity.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { type ListedEvent, listedEvents } from "./listed-event.ts";
import type { ServiceIds, Upstream } from "./upstream.ts";

/** A service's events from the upstream at one moment: all of them, or the newest part. */
export interface Feed {
  readonly serviceName: string;
  /** Oldest first, without duplicates. */
  readonly events: readonly ServiceEvent[];
  /** The same events with their ids and classifications. */
  readonly listed: () => readonly ListedEvent[];
  /** True if the upstream has no more events. */
  readonly isWhole: boolean;
  /** The oldest event, epoch ms; everything newer is included. Infinite when there are none. */
  readonly oldestMs: number;
  /** Rows of the upstream's list that are not valid events. */
  readonly setAside: number;
  readonly identity: string;
}

/** Allowed clock skew: the upstream's clock may be ahead of ours by this much. */
const CLOCK_LEEWAY_MS = 300_000;

const NEWEST = EventsQuery.create({ order: "desc" });

/** Reads a service's newest events in one call, which returns all of them unless they exceed a page. */
export async function readRecentFeed(
  upstream: Upstream,
  { projectId, serviceId }: ServiceIds,
  caller: Caller,
): Promise<Feed> {
  const { answer, setAside: rows } = await upstream.listEvents(projectId, serviceId, NEWEST, caller);
  const events = mergeEvents([answer.events.map(toServiceEvent)]);
  const setAside = rows.length;
  if (answer.events.length + setAside >= answer.total_count)
    return feedOf(answer.service_name, events, { setAside });
  // More events of the oldest millisecond may be on the next page, so this feed starts after it.
  const cutMs = events[0]?.occurredAtMs ?? 0;
  const complete = events.filter(({ occurredAtMs }) => occurredAtMs > cutMs);
  return feedOf(answer.service_name, complete, { isWhole: false, setAside });
}

/** Reads all events that the upstream has for a service. */
export async function readWholeFeed(
  upstream: Upstream,
  ids: ServiceIds,
  recent: Feed,
  caller: Caller,
  nowMs: number,
): Promise<Feed> {
  const batches: (readonly ServiceEvent[])[] = [];
  const window = { fromMs: null, toMs: nowMs + CLOCK_LEEWAY_MS };
  const reading = upstream.readEvents(ids.projectId, ids.serviceId, window, caller);
  let next = await reading.next();
  for (; !next.done; next = await reading.next()) batches.push(next.value);
  const { setAside } = next.value;
  return feedOf(recent.serviceName, mergeEvents([...batches, recent.events]), { setAside });
}

export function feedOf(
  serviceName: string,
  events: readonly ServiceEvent[],
  { isWhole = true, setAside = 0 }: Partial<Pick<Feed, "isWhole" | "setAside">> = {},
): Feed {
  let listed: readonly ListedEvent[] | null = null;
  return {
    serviceName,
    events,
    listed: () => {
      listed ??= listedEvents(timelineOf(events));
      return listed;
    },
    isWhole,
    oldestMs: events[0]?.occurredAtMs ?? Number.POSITIVE_INFINITY,
    setAside,
    identity: identityOf(serviceName, isWhole, setAside, events),
  };
}
