import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { SERVICE_GONE, type ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";
import type { UpstreamCallOptions } from "@deploy-lens/modelarts/call/options";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import {
  InvalidArgumentError,
  isModelArtsFailure,
  UpstreamNotFoundError,
} from "@deploy-lens/modelarts/errors";
import type { EventsWindow } from "@deploy-lens/modelarts/paging/read-events";
import type { Log } from "@deploy-lens/observe/log";
import { fetchFromMs, isOutdated, type Owed, type ServiceHead } from "@deploy-lens/store/head";
import type { Store } from "@deploy-lens/store/store";
import { RecordTooLargeError } from "@deploy-lens/store/table/errors";
import type { Metrics } from "../observe/metrics.ts";
import type { ServiceMessage } from "../queue/service-message.ts";
import { type FailedSync, owedAfter } from "./owed.ts";
import { areUpdateLogsDue, readAllEvents, readUpdateLogs } from "./read-upstream.ts";

export interface DeriveDependencies {
  readonly upstream: Pick<ModelArtsClient, "readEvents" | "listUpdateLogs">;
  readonly store: Pick<Store, "readHead" | "ingest" | "rederive">;
  readonly now: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** In ms. */
export interface DeriveTiming {
  /** Events younger than this are left for the next sync: the upstream may still be writing them. */
  readonly settleMs: number;
  /** Distance before the latest deployment from which events are read again, because some arrive late, ms. */
  readonly overlapMs: number;
  /** Distance that a sync for late events reads back, ms. */
  readonly lateMs: number;
}

export const DERIVE_TIMING: DeriveTiming = { settleMs: 2_000, overlapMs: 600_000, lateMs: 25 * 3_600_000 };

/** The deadline and the signal bound the calls to the upstream. */
export interface DeriveOptions extends UpstreamCallOptions {
  readonly timing?: Partial<DeriveTiming> | undefined;
}

export interface DeriveReport {
  readonly eventsRead: number;
  /** Items written; 0 if nothing was new. */
  readonly writes: number;
  /** Deployments added, changed or removed. */
  readonly deployments: number;
  /** The sync that the service owes because it could not be read, or `null`. */
  readonly owed: Owed | null;
}

/** "Service {name} does not exist." Any other 404 means a wrong endpoint. */
const NO_SUCH_SERVICE = "ModelArts.3502";

/** Limits of quoting unclassified texts in a log line: their number, and characters of each. */
const QUOTED_TEXTS = 5;
const QUOTED_LENGTH = 200;

/**
 * Syncs one service: reads its new events, stores them, and derives its deployments.
 *
 * Reads a closed window from the start of the latest deployment, so that none is cut in half; for a service that was never
 * seen, from the oldest event that the upstream has, about a month ago. Safe to repeat and to run concurrently.
 *
 * A service that cannot be read now is not an error: the state that discovery saw is stored, and its events are recorded as
 * owed. Discovery queues it again until a sync succeeds.
 *
 * @throws when the table fails or the sync is aborted; then nothing is recorded, and the message must be retried.
 */
export async function deriveService(
  deps: DeriveDependencies,
  message: ServiceMessage,
  options: DeriveOptions = {},
): Promise<DeriveReport> {
  const { store, now, metrics } = deps;
  const { projectId, serviceId, state } = message;
  if (message.reason === "rules") return deriveAgain(deps, message, options);
  const timing = { ...DERIVE_TIMING, ...options.timing };
  const head = await store.readHead({ projectId, serviceId });
  const nowMs = now();
  const window = { fromMs: readFromMs(head, message, nowMs, timing), toMs: nowMs - timing.settleMs };
  try {
    const { events, isGone } = await eventsOf(deps, message, window, options);
    const statuses = [...transitionsOf(state), ...(isGone ? goneNow(head, nowMs) : [])];
    const stored = await store.ingest({
      projectId,
      serviceId,
      facts: { events, statuses, updates: [] },
      state,
      head,
      owed: null,
      readUpdates: async (derived, before) => {
        const deployments = derived.map(({ deployment }) => deployment);
        return areUpdateLogsDue(before, deployments, now()) ? updatesOf(deps, message, options) : [];
      },
    });
    const deployments = stored.added.length + stored.changed.length + stored.removed.length;
    metrics.add("EventsRead", events.length);
    metrics.add("DeploymentsWritten", deployments);
    reportNews(deps, message, head, stored.news);
    return { eventsRead: events.length, writes: stored.writes, deployments, owed: null };
  } catch (error) {
    if (!isOwable(error) || options.signal?.aborted) throw error;
    return recordOwed(deps, message, head, { error, nowMs, fromMs: window.fromMs });
  }
}

/**
 * Derives a service's history again from where an earlier message stopped, while time remains; discovery queues the service
 * until all of it is done. If another delivery of this message has already finished it, this costs one read.
 */
async function deriveAgain(
  { store, now, log, metrics }: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  { deadlineMs, signal }: DeriveOptions,
): Promise<DeriveReport> {
  const head = await store.readHead({ projectId, serviceId });
  if (!isOutdated(head)) return { eventsRead: 0, writes: 0, deployments: 0, owed: head.owed };
  const hasTime = () => now() < (deadlineMs ?? Number.POSITIVE_INFINITY) && signal?.aborted !== true;
  const { writes, differences, throughMs } = await store.rederive({
    projectId,
    serviceId,
    resume: true,
    hasTime,
  });
  metrics.add("DeploymentsWritten", differences);
  const isDone = throughMs === Number.POSITIVE_INFINITY;
  log.info("a history was derived again", { projectId, serviceId, differences, isDone });
  return { eventsRead: 0, writes, deployments: differences, owed: head.owed };
}

/** The end of the last successful sync, or earlier for owed events or a sync for late events. */
function readFromMs(
  head: ServiceHead,
  { reason }: ServiceMessage,
  nowMs: number,
  { overlapMs, lateMs }: DeriveTiming,
): number | null {
  const starts = [fetchFromMs(head, overlapMs)];
  if (head.owed !== null) starts.push(head.owed.fromMs);
  if (reason === "late") starts.push(nowMs - lateMs);
  return starts.reduce((a, b) => (a === null || b === null ? null : Math.min(a, b)));
}

function transitionsOf(state: ServiceMessage["state"]): ServiceStatusObservation[] {
  if (state === null || state.transitionAtMs === null) return [];
  return [{ status: state.status, transitionAtMs: state.transitionAtMs }];
}

/** Recorded once, because it closes the open deployment. */
function goneNow({ latest }: ServiceHead, nowMs: number): ServiceStatusObservation[] {
  return latest === null || latest.outcome !== null ? [] : [{ status: SERVICE_GONE, transitionAtMs: nowMs }];
}

/** Failures of the upstream or its answers. Failures of the table could not be recorded. */
function isOwable(error: unknown): boolean {
  if (error instanceof InvalidArgumentError) return false;
  return isModelArtsFailure(error) || error instanceof RecordTooLargeError;
}

async function recordOwed(
  { store, log, metrics }: DeriveDependencies,
  { projectId, serviceId, state }: ServiceMessage,
  head: ServiceHead,
  failure: FailedSync,
): Promise<DeriveReport> {
  const owed = owedAfter(head.owed, failure);
  metrics.add("SyncsFailed");
  log[owed === head.owed ? "debug" : "warn"]("a service could not be synced and is owed", {
    projectId,
    serviceId,
    cause: owed.cause,
    error: failure.error,
  });
  const isKnown = owed === head.owed && (state === null || isSameState(head.state, state));
  const stored = isKnown ? null : await store.ingest({ projectId, serviceId, state, head, owed });
  return { eventsRead: 0, writes: stored?.writes ?? 0, deployments: 0, owed };
}

function isSameState(a: ServiceHead["state"], b: NonNullable<ServiceHead["state"]>): boolean {
  return a?.status === b.status && a.transitionAtMs === b.transitionAtMs;
}

/** A deleted service has no events, but the state that discovery saw is still stored. */
async function eventsOf(
  deps: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  window: EventsWindow,
  call: UpstreamCallOptions,
): Promise<{ readonly events: ServiceEvent[]; readonly isGone: boolean }> {
  try {
    return { events: await readAllEvents(deps, { projectId, serviceId }, window, call), isGone: false };
  } catch (error) {
    if (!(error instanceof UpstreamNotFoundError && error.code === NO_SUCH_SERVICE)) throw error;
    deps.log.info("the service does not exist any more", { projectId, serviceId });
    return { events: [], isGone: true };
  }
}

/** Configurations are optional: deployments are derived even if reading them is forbidden or fails. */
async function updatesOf(
  { upstream, log }: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  { deadlineMs, signal }: UpstreamCallOptions,
): Promise<UpdateLogEntry[]> {
  try {
    return await readUpdateLogs(upstream, { projectId, serviceId }, { deadlineMs, signal });
  } catch (error) {
    log.warn("update logs cannot be read", { projectId, serviceId, error });
    return [];
  }
}

/** Reports the delay of events newer than any stored one, and their unclassified texts. */
function reportNews(
  { now, log, metrics }: DeriveDependencies,
  { projectId, serviceId }: ServiceMessage,
  { newestEventAtMs }: ServiceHead,
  news: readonly ClassifiedEvent[],
): void {
  if (news.length === 0) return;
  const newestMs = news.reduce((ms, { event }) => Math.max(ms, event.occurredAtMs), Number.NEGATIVE_INFINITY);
  // The first sync brings a month of history, which says nothing about the delay.
  if (newestEventAtMs !== null) metrics.add("IngestDelay", Math.max(0, now() - newestMs));
  const unknown = news.filter(({ classification }) => classification.signal === "unclassified");
  if (unknown.length === 0) return;
  metrics.add("EventsUnclassified", unknown.length);
  const texts = new Set(unknown.map(({ event }) => event.message.slice(0, QUOTED_LENGTH)));
  log.info("events with texts that no rule knows", {
    projectId,
    serviceId,
    count: unknown.length,
    texts: [...texts].slice(0, QUOTED_TEXTS),
  });
}
