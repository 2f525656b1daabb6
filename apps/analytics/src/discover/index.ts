import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { UpstreamCallOptions } from "@deploy-lens/modelarts/call/options";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { Log } from "@deploy-lens/observe/log";
import { isFromTheFuture } from "@deploy-lens/store/discovery";
import type { ServiceHead } from "@deploy-lens/store/head";
import type { Store } from "@deploy-lens/store/store";
import type { Metrics } from "../observe/metrics.ts";
import type { Reason, ServiceMessage } from "../queue/service-message.ts";
import type { ServiceQueue } from "../queue/service-queue.ts";
import { listChangedServices, readWatchedServices, type ScanRange } from "./project-scan.ts";
import {
  type DiscoverTiming,
  isDue,
  isFoldDue,
  isOpen,
  isOwedDue,
  isSweepDue,
  isToFollowUp,
  isToSweep,
  type ScanMoment,
  TIMING,
} from "./rules.ts";

export interface DiscoverDependencies {
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService">;
  readonly store: Pick<
    Store,
    | "readDiscovery"
    | "advanceDiscovery"
    | "readHeads"
    | "unsettledServices"
    | "outdatedServices"
    | "foldProjectDays"
  >;
  readonly queue: ServiceQueue;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface DiscoverInput extends UpstreamCallOptions {
  readonly projectId: string;
  /** Read only these services instead of listing the project's; `null`: list. */
  readonly watchedServiceIds?: readonly string[] | null;
  readonly timing?: Partial<DiscoverTiming>;
}

export interface DiscoverReport {
  readonly listed: number;
  readonly queued: number;
  /** Services whose history still has to be derived by this version's rules. */
  readonly outdated: number;
}

/** Longer ones are cut, because a message's size is limited. */
const MAX_NAME_LENGTH = 256;
const MAX_STATUS_LENGTH = 64;

/**
 * One tick of one project: finds the services to sync and queues them.
 *
 * Reads the list from the newest transition back to the recorded position, so that the cost grows with the changes. The
 * position is advanced last, once the queue has accepted everything: after a crash the next tick does the same work.
 */
export async function discover(deps: DiscoverDependencies, input: DiscoverInput): Promise<DiscoverReport> {
  const { store, queue, now, log, metrics } = deps;
  const { projectId, watchedServiceIds: watched = null } = input;
  const timing = { ...TIMING, ...input.timing };
  const nowMs = now();

  const recorded = await store.readDiscovery(projectId);
  // The position was recorded by a clock far ahead, so newer transitions were skipped as too old: start over.
  const isWrong = isFromTheFuture(recorded, nowMs);
  const knownMs = isWrong ? null : recorded.newestTransitionAtMs;
  const isSweep = isSweepDue(recorded.sweptAtMs, nowMs, timing);
  const unsettledIds = await store.unsettledServices(projectId);
  const scan =
    watched === null
      ? await listChangedServices({ ...deps, ...input }, scanRange(knownMs, isSweep, nowMs, timing))
      : await readWatchedServices({ ...deps, ...input }, watched);
  const ids = {
    listed: [...scan.services.keys()],
    unsettled: unsettledIds.filter((id) => watched?.includes(id) ?? true),
  };
  const heads = await store.readHeads(projectId, [...ids.listed, ...ids.unsettled]);

  const moment = { nowMs, knownMs, isWatched: watched !== null, isSweep, timing };
  const outdated = recorded.derivedBy === DERIVATION_VERSION ? [] : await store.outdatedServices(projectId);
  const messages = messagesFor(projectId, scan.services, ids.unsettled, heads, moment);
  const busy = new Set(messages.map(({ serviceId }) => serviceId));
  for (const serviceId of outdated.filter((id) => !busy.has(id)).slice(0, timing.rederivedAtOnce)) {
    messages.push({ projectId, serviceId, reason: "rules", state: null });
  }
  await queue.send(messages);
  const isFurther = scan.settledMs !== null && scan.settledMs > (knownMs ?? Number.NEGATIVE_INFINITY);
  const isRederived = outdated.length === 0 && recorded.derivedBy !== DERIVATION_VERSION;
  if (isFurther || isSweep || isWrong || isRederived) {
    await store.advanceDiscovery(projectId, {
      newestTransitionAtMs: isFurther ? scan.settledMs : knownMs,
      checkedAtMs: nowMs,
      sweptAtMs: isSweep ? nowMs : recorded.sweptAtMs,
      derivedBy: isRederived ? DERIVATION_VERSION : recorded.derivedBy,
    });
  }
  if (outdated.length > 0) {
    metrics.add("ServicesOutdated", outdated.length);
    log.info("histories are being derived again by new rules", { projectId, left: outdated.length });
  }
  metrics.add("ServicesListed", scan.listed);
  metrics.add("ServicesOwed", ids.unsettled.filter((id) => heads.get(id)?.owed != null).length);
  metrics.add("ServicesQueued", messages.length);
  metrics.add("DiscoverCompleted");
  await foldDays(deps, projectId, isFoldDue(nowMs, timing) ? { ...timing, foldAtLeast: 1 } : timing);
  return { listed: scan.listed, queued: messages.length, outdated: outdated.length };
}

/** Statistics are right without it, only slower; so a failure does not fail the tick. */
async function foldDays(
  { store, log, metrics }: DiscoverDependencies,
  projectId: string,
  { foldAtLeast, foldedAtOnce }: DiscoverTiming,
): Promise<void> {
  try {
    const input = { projectId, atLeast: foldAtLeast, limit: foldedAtOnce };
    const { folded } = await store.foldProjectDays(input);
    if (folded > 0) metrics.add("PartsFolded", folded);
  } catch (error) {
    log.error("the project's days could not be brought up to date", { projectId, error });
    metrics.add("FoldsFailed");
  }
}

function scanRange(
  knownMs: number | null,
  isSweep: boolean,
  nowMs: number,
  { retentionMs, overlapMs, settleMs, lateMs }: DiscoverTiming,
): ScanRange {
  const settledUntilMs = nowMs - settleMs;
  if (knownMs === null) return { sinceMs: nowMs - retentionMs, isFirst: true, settledUntilMs };
  const newsMs = knownMs - overlapMs;
  return { sinceMs: isSweep ? Math.min(newsMs, nowMs - lateMs) : newsMs, isFirst: false, settledUntilMs };
}

/** One message for each service that changed, owes a sync, or has an open deployment that is due. */
function messagesFor(
  projectId: string,
  listed: ReadonlyMap<string, ServiceSummary>,
  unsettledIds: readonly string[],
  heads: ReadonlyMap<string, ServiceHead>,
  moment: ScanMoment,
): ServiceMessage[] {
  const messages = new Map<string, ServiceMessage>();
  const add = (serviceId: string, reason: Reason) => {
    const state = stateOf(listed.get(serviceId));
    messages.set(serviceId, { projectId, serviceId, reason, state });
  };
  for (const [serviceId, service] of listed) {
    if (isToFollowUp(service, heads.get(serviceId), moment)) add(serviceId, "changed");
  }
  for (const serviceId of unsettledIds) {
    const head = heads.get(serviceId);
    if (head === undefined || messages.has(serviceId)) continue;
    if (head.owed !== null) {
      if (isOwedDue(head.owed, moment.nowMs, moment.timing.tickMs)) add(serviceId, "owed");
    } else if (isOpen(head) && isDue(head, moment.nowMs, moment.timing.tickMs)) {
      add(serviceId, "open");
    }
  }
  for (const [serviceId, service] of listed) {
    if (!messages.has(serviceId) && isToSweep(service, moment)) add(serviceId, "late");
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
