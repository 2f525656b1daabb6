import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { CallOptions } from "@deploy-lens/modelarts/call/scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { EventsWindow } from "@deploy-lens/modelarts/paging/read-events";
import type { Log } from "@deploy-lens/observe/log";

/** Reads every event of a window, oldest first; an empty window makes no call. */
export async function readAllEvents(
  { upstream, log }: { readonly upstream: Pick<ModelArtsClient, "readEvents">; readonly log: Log },
  { projectId, serviceId }: { readonly projectId: string; readonly serviceId: string },
  window: EventsWindow,
  { deadlineMs, signal }: CallOptions,
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
