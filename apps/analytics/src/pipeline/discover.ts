import type { ServiceSummary } from "@deploy-lens/core/wire-services";
import { toServiceSummary } from "@deploy-lens/core/wire-services";
import type { CallOptions } from "@deploy-lens/modelarts/call-scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { ServiceHead } from "@deploy-lens/store/service-head";
import type { Store } from "@deploy-lens/store/store";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { type DiscoverTiming, isDue, isOpen, isToFollowUp, isUnderWay, TIMING } from "./discover-rules.ts";
import type { Reason, ServiceMessage } from "./service-message.ts";
import type { ServiceQueue } from "./service-queue.ts";

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

/** The upstream's own default, for the first look at everything. */
const FULL_PAGE = 1000;

/** On a usual tick nothing, or a few services, changed: a small page has them, at a fifth of the bytes. */
const USUAL_PAGE = 200;

/**
 * One tick of one project: finds the services to look at, and queues them.
 *
 * Reads the list from the newest transition down to where discovery stood, so that what it costs grows with what changed. How
 * far it stands is moved last, once the queue has taken everything: a crash before leaves the next tick the same work.
 */
export async function discover(deps: DiscoverDependencies, input: DiscoverInput): Promise<DiscoverReport> {
  const { store, queue, now, metrics } = deps;
  const { projectId, watchedServiceIds = null } = input;
  const timing = { ...TIMING, ...input.timing };
  const nowMs = now();

  const { newestTransitionAtMs: knownMs } = await store.readDiscovery(projectId);
  const openIds = await store.openServices(projectId);
  const look =
    watchedServiceIds === null
      ? await listChanged(deps, input, knownMs, { nowMs, timing })
      : await lookAt(deps, input, watchedServiceIds);
  const mayBeOpen =
    watchedServiceIds === null ? openIds : openIds.filter((id) => watchedServiceIds.includes(id));
  const heads = await store.readHeads(projectId, [...look.services.keys(), ...mayBeOpen]);

  const moment = { nowMs, knownMs, isWatched: watchedServiceIds !== null, timing };
  const messages: ServiceMessage[] = [];
  for (const service of look.services.values()) {
    if (isToFollowUp(service, heads.get(service.id), moment)) {
      messages.push(messageOf(projectId, service.id, "changed", service));
    }
  }
  const queuedIds = new Set(messages.map(({ serviceId }) => serviceId));
  for (const serviceId of mayBeOpen) {
    const head = heads.get(serviceId);
    if (queuedIds.has(serviceId) || !isOpenAndDue(head, nowMs, timing)) continue;
    messages.push(messageOf(projectId, serviceId, "open", look.services.get(serviceId) ?? null));
  }

  await queue.send(messages);
  if (look.settledMs !== null && look.settledMs > (knownMs ?? Number.NEGATIVE_INFINITY)) {
    await store.advanceDiscovery(projectId, { newestTransitionAtMs: look.settledMs, checkedAtMs: nowMs });
  }
  metrics.add("ServicesListed", look.listed);
  metrics.add("ServicesQueued", messages.length);
  metrics.add("DiscoverCompleted");
  return { listed: look.listed, queued: messages.length };
}

/** What the upstream lists. */
interface Look {
  /** Those that may need a look, by id. */
  readonly services: ReadonlyMap<string, ServiceSummary>;
  /** How many were listed to find them. */
  readonly listed: number;
  /** The newest transition that had time to settle: the younger ones are looked at again. `null`: none, or a watch list. */
  readonly settledMs: number | null;
}

async function listChanged(
  { upstream }: DiscoverDependencies,
  { projectId, deadlineMs, signal }: DiscoverInput,
  knownMs: number | null,
  { nowMs, timing }: { readonly nowMs: number; readonly timing: DiscoverTiming },
): Promise<Look> {
  const services = new Map<string, ServiceSummary>();
  let listed = 0;
  let settledMs: number | null = null;
  const isFirst = knownMs === null;
  const sinceMs = isFirst ? nowMs - timing.retentionMs : knownMs - timing.overlapMs;
  const pages = upstream.readServices(
    projectId,
    { sortBy: "transition_at", order: "desc" },
    { pageSize: isFirst ? FULL_PAGE : USUAL_PAGE, deadlineMs, signal },
  );
  for await (const page of pages) {
    listed += page.length;
    for (const service of page) {
      const { lastTransitionAtMs: atMs } = service;
      if (atMs !== null && atMs <= nowMs - timing.settleMs) settledMs = Math.max(settledMs ?? atMs, atMs);
      const isNews = atMs === null || atMs >= sinceMs;
      // A service that moves while the list is read comes again, in its later state.
      if (isNews || (isFirst && isUnderWay(service.status))) services.set(service.id, service);
      if (!isNews && !isFirst) return { services, listed, settledMs };
    }
  }
  return { services, listed, settledMs };
}

async function lookAt(
  { upstream, log }: DiscoverDependencies,
  { projectId, deadlineMs, signal }: DiscoverInput,
  serviceIds: readonly string[],
): Promise<Look> {
  const services = new Map<string, ServiceSummary>();
  for (const serviceId of serviceIds) {
    try {
      const { answer } = await upstream.getService(projectId, serviceId, { deadlineMs, signal });
      services.set(serviceId, toServiceSummary(answer));
    } catch (error) {
      // One that was deleted, or mistyped, must not keep the others from being looked at.
      log.warn("a watched service cannot be looked at", { projectId, serviceId, error });
    }
  }
  if (services.size === 0 && serviceIds.length > 0) {
    throw new Error(
      `None of the ${serviceIds.length} watched services of project ${projectId} can be looked at`,
    );
  }
  return { services, listed: services.size, settledMs: null };
}

function isOpenAndDue(head: ServiceHead | undefined, nowMs: number, timing: DiscoverTiming): boolean {
  return head !== undefined && isOpen(head) && isDue(head, nowMs, timing.tickMs);
}

function messageOf(
  projectId: string,
  serviceId: string,
  reason: Reason,
  seen: ServiceSummary | null,
): ServiceMessage {
  const state =
    seen === null ? null : { name: seen.name, status: seen.status, transitionAtMs: seen.lastTransitionAtMs };
  return { projectId, serviceId, reason, state };
}
