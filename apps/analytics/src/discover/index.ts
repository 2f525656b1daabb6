import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { CallOptions } from "@deploy-lens/modelarts/call-scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { Store } from "@deploy-lens/store/store";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Reason, ServiceMessage } from "../queue/service-message.ts";
import type { ServiceQueue } from "../queue/service-queue.ts";
import { listChangedServices, lookAtServices } from "./project-scan.ts";
import { type DiscoverTiming, isDue, isOpen, isToFollowUp, type Moment, TIMING } from "./rules.ts";

/** What discovery works with. */
export interface DiscoverDependencies {
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService">;
  readonly store: Pick<Store, "readDiscovery" | "advanceDiscovery" | "readHeads" | "openServices">;
  readonly queue: ServiceQueue;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Which project to look at; deadline and signal bound what is asked of the upstream. */
export interface DiscoverInput extends CallOptions {
  readonly projectId: string;
  /** Look at these services alone, and list none; `null`: list the project's. */
  readonly watchedServiceIds?: readonly string[] | null;
  readonly timing?: Partial<DiscoverTiming>;
}

/** What a tick came to. */
export interface DiscoverReport {
  readonly listed: number;
  readonly queued: number;
}

/** Longer ones are cut, since a message has its limit. */
const MAX_NAME_LENGTH = 256;
const MAX_STATUS_LENGTH = 64;

/**
 * One tick of one project: finds the services to look at, and queues them.
 *
 * Reads the list from the newest transition down to where discovery stood, so that what it costs grows with what changed. How
 * far it stands is moved last, once the queue has taken everything: a crash before leaves the next tick the same work.
 */
export async function discover(deps: DiscoverDependencies, input: DiscoverInput): Promise<DiscoverReport> {
  const { store, queue, now, metrics } = deps;
  const { projectId, watchedServiceIds: watched = null } = input;
  const timing = { ...TIMING, ...input.timing };
  const nowMs = now();

  const { newestTransitionAtMs: knownMs } = await store.readDiscovery(projectId);
  const openIds = await store.openServices(projectId);
  const look =
    watched === null
      ? await listChangedServices({ ...deps, ...input }, knownMs, nowMs, timing)
      : await lookAtServices({ ...deps, ...input }, watched);
  const ids = {
    changed: [...look.services.keys()],
    open: openIds.filter((id) => watched?.includes(id) ?? true),
  };
  const heads = await store.readHeads(projectId, [...ids.changed, ...ids.open]);

  const moment = { nowMs, knownMs, isWatched: watched !== null, timing };
  const messages = messagesFor(projectId, look.services, ids.open, heads, moment);
  await queue.send(messages);
  if (look.settledMs !== null && look.settledMs > (knownMs ?? Number.NEGATIVE_INFINITY)) {
    await store.advanceDiscovery(projectId, { newestTransitionAtMs: look.settledMs, checkedAtMs: nowMs });
  }
  metrics.add("ServicesListed", look.listed);
  metrics.add("ServicesQueued", messages.length);
  metrics.add("DiscoverCompleted");
  return { listed: look.listed, queued: messages.length };
}

/** One message for each service that changed, or that has an open deployment which is due. */
function messagesFor(
  projectId: string,
  listed: ReadonlyMap<string, ServiceSummary>,
  openIds: readonly string[],
  heads: ReadonlyMap<string, ServiceHead>,
  moment: Moment,
): ServiceMessage[] {
  const messages = new Map<string, ServiceMessage>();
  const add = (serviceId: string, reason: Reason) => {
    const state = stateOf(listed.get(serviceId));
    messages.set(serviceId, { projectId, serviceId, reason, state });
  };
  for (const [serviceId, service] of listed) {
    if (isToFollowUp(service, heads.get(serviceId), moment)) add(serviceId, "changed");
  }
  for (const serviceId of openIds) {
    const head = heads.get(serviceId);
    if (head === undefined || messages.has(serviceId)) continue;
    if (isOpen(head) && isDue(head, moment.nowMs, moment.timing.tickMs)) add(serviceId, "open");
  }
  return [...messages.values()];
}

function stateOf(seen: ServiceSummary | undefined): ServiceMessage["state"] {
  if (seen === undefined) return null;
  return {
    name: seen.name.slice(0, MAX_NAME_LENGTH),
    status: seen.status.slice(0, MAX_STATUS_LENGTH),
    transitionAtMs: seen.lastTransitionAtMs,
  };
}
