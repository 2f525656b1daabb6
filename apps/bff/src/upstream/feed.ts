import { timelineOf } from "@deploy-lens/core/classified-event";
import { EventsQuery } from "@deploy-lens/core/events-query";
import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/service-event";
import { toServiceEvent } from "@deploy-lens/core/wire-events";
import type { Caller } from "../cache/flight.ts";
import { type ListedEvent, listedEvents } from "../events/listed-event.ts";
import { identityOf } from "../identity.ts";
import type { ServiceIds, Upstream } from "./upstream.ts";

/** Everything that the upstream says of a service at one moment. */
export interface Feed {
  readonly serviceName: string;
  /** Oldest first, each once. */
  readonly events: readonly ServiceEvent[];
  /** The same with their ids and what they mean. */
  readonly listed: () => readonly ListedEvent[];
  readonly identity: string;
}

/** The upstream's clock may be ahead of ours by this much. */
const CLOCK_LEEWAY_MS = 300_000;

const FIRST_PAGE = EventsQuery.create({ order: "asc" });

/** Reads all events that the upstream keeps of a service: one call unless there are more than a page holds. */
export async function readFeed(
  upstream: Upstream,
  { projectId, serviceId }: ServiceIds,
  caller: Caller,
  nowMs: number,
): Promise<Feed> {
  const { answer } = await upstream.listEvents(projectId, serviceId, FIRST_PAGE, caller);
  const firstPage = answer.events.map(toServiceEvent);
  if (firstPage.length >= answer.total_count) return feedOf(answer.service_name, [firstPage]);
  const batches: (readonly ServiceEvent[])[] = [];
  const window = { fromMs: null, toMs: nowMs + CLOCK_LEEWAY_MS };
  for await (const batch of upstream.readEvents(projectId, serviceId, window, caller)) batches.push(batch);
  return feedOf(answer.service_name, [firstPage, ...batches]);
}

/** Makes a feed of reads of it. */
export function feedOf(serviceName: string, reads: Iterable<readonly ServiceEvent[]>): Feed {
  const events = mergeEvents(reads);
  let listed: readonly ListedEvent[] | null = null;
  return {
    serviceName,
    events,
    listed: () => {
      listed ??= listedEvents(timelineOf(events));
      return listed;
    },
    identity: identityOf(serviceName, events),
  };
}
