import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { toUpdateLogEntry } from "@deploy-lens/core/upstream/update-logs";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { UpstreamCallOptions } from "@deploy-lens/modelarts/call/options";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { EventsWindow } from "@deploy-lens/modelarts/paging/read-events";
import type { Log } from "@deploy-lens/observe/log";
import { UPDATE_LEAD_MS } from "@deploy-lens/store/day/deployment";
import type { ServiceHead } from "@deploy-lens/store/head";

/** Reads every event of a window, oldest first; an empty window makes no call. */
export async function readAllEvents(
  { upstream, log }: { readonly upstream: Pick<ModelArtsClient, "readEvents">; readonly log: Log },
  { projectId, serviceId }: { readonly projectId: string; readonly serviceId: string },
  window: EventsWindow,
  { deadlineMs, signal }: UpstreamCallOptions,
): Promise<ServiceEvent[]> {
  const fromMs = window.fromMs === null ? null : Math.max(0, window.fromMs);
  if (fromMs !== null && fromMs >= window.toMs) return [];
  const events: ServiceEvent[] = [];
  const pages = upstream.readEvents(projectId, serviceId, { ...window, fromMs }, { deadlineMs, signal });
  let page = await pages.next();
  while (!page.done) {
    for (const event of page.value) events.push(event);
    page = await pages.next();
  }
  if (page.value.setAside > 0) {
    log.warn("rows that are not valid events were set aside", {
      projectId,
      serviceId,
      count: page.value.setAside,
    });
  }
  if (!page.value.stable)
    log.warn("the list of events changed while it was being read", { projectId, serviceId });
  return events;
}

/** An update's entry may appear up to this long after the deployment began, ms. */
const APPEARS_WITHIN_MS = 120_000;

/** Its result may appear up to this long after the deployment ended, ms. */
const ENDS_WITHIN_MS = 600_000;

/**
 * True if the update logs may hold something new: about a deployment that has just begun or just ended and whose update or
 * result is not known yet. Otherwise the call is saved. A mere start involves no update, so the deployment before it counts.
 *
 * @param head As it was before the sync. @param derived The sync's deployments, oldest first.
 */
export function areUpdateLogsDue(
  { latest, knownUpdates }: ServiceHead,
  derived: readonly Deployment[],
  nowMs: number,
): boolean {
  const newest = derived.findLast(({ kind }) => kind !== "start");
  if (newest === undefined) return false;
  if (knownUpdates !== null && knownUpdates.throughMs >= newest.startedAtMs - UPDATE_LEAD_MS) return false;
  if (latest === null || latest.startedAtMs < newest.startedAtMs) return true;
  if (newest.endedAtMs === null) return nowMs - newest.startedAtMs <= APPEARS_WITHIN_MS;
  const wasOpen = latest.id === newest.id && latest.outcome === null;
  return wasOpen || nowMs - newest.endedAtMs <= ENDS_WITHIN_MS;
}

export async function readUpdateLogs(
  upstream: Pick<ModelArtsClient, "listUpdateLogs">,
  { projectId, serviceId }: { readonly projectId: string; readonly serviceId: string },
  options: UpstreamCallOptions,
): Promise<UpdateLogEntry[]> {
  const { answer } = await upstream.listUpdateLogs(projectId, serviceId, {}, options);
  return answer.logs.map(toUpdateLogEntry);
}
