import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { toServiceSummary } from "@deploy-lens/core/upstream/services";
import type { UpstreamCallOptions } from "@deploy-lens/modelarts/call/options";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { Log } from "@deploy-lens/observe/log";
import { forEachBounded } from "../bounded.ts";
import type { Metrics } from "../observe/metrics.ts";
import { isServiceId } from "../queue/service-message.ts";
import { isUnderWay } from "./rules.ts";

export interface ProjectScan {
  /** Services that may need a sync, by id. */
  readonly services: ReadonlyMap<string, ServiceSummary>;
  /** Number of services listed to find them. */
  readonly listed: number;
  /** The newest settled transition; younger ones are scanned again. `null`: none, or a watch list. */
  readonly settledMs: number | null;
}

export interface ScanInput extends UpstreamCallOptions {
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService">;
  readonly projectId: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The upstream's own default, for the first, complete scan. */
const FULL_PAGE = 1000;

/** On a usual tick at most a few services changed: a small page holds them, at a fifth of the bytes. */
const USUAL_PAGE = 200;

const CONCURRENCY = 4;

export interface ScanRange {
  /** Services that changed since then are new; the first older one ends the scan. */
  readonly sinceMs: number;
  /** True if to list everything, because services that changed before `sinceMs` may still be deploying. */
  readonly isFirst: boolean;
  /** Transitions up to here count as settled. */
  readonly settledUntilMs: number;
}

/**
 * Lists a project's services, the newest transition first, page by page back to `sinceMs`.
 *
 * A list that is not in the requested order is read completely, because changes may be anywhere in it.
 */
export async function listChangedServices(
  { upstream, projectId, log, metrics, deadlineMs, signal }: ScanInput,
  { sinceMs, isFirst, settledUntilMs }: ScanRange,
): Promise<ProjectScan> {
  const services = new Map<string, ServiceSummary>();
  let listed = 0;
  let settledMs: number | null = null;
  const order = newestFirst();
  const pages = upstream.readServices(
    projectId,
    { sortBy: "transition_at", order: "desc" },
    // If `total_count` under-reports, a missed service appears as soon as it changes, because the list is newest first.
    { pageSize: isFirst ? FULL_PAGE : USUAL_PAGE, confirmEnd: false, deadlineMs, signal },
  );
  for await (const page of pages) {
    listed += page.length;
    for (const service of page) {
      settledMs = newestSettled(settledMs, service, settledUntilMs);
      const atMs = service.lastTransitionAtMs;
      order.observe(atMs);
      const isNews = atMs === null || atMs >= sinceMs;
      if (!isNews && !(isFirst && isUnderWay(service.status))) continue;
      // A service that changes while the list is being read appears again, in its later state.
      if (isServiceId(service.id)) services.set(service.id, service);
      else log.warn("a service with an invalid id is ignored", { projectId, name: service.name });
    }
    if (order.isKept() && order.oldestMs() < sinceMs && !isFirst) break;
  }
  if (!order.isKept()) {
    log.warn("the list of services is not in the requested order", { projectId, listed });
    metrics.add("ListsUnordered");
  }
  return { services, listed, settledMs };
}

/** Checks whether the observed times are in descending order. */
function newestFirst() {
  let isKept = true;
  let oldestMs = Number.POSITIVE_INFINITY;
  return {
    observe(atMs: number | null) {
      if (atMs === null) return;
      isKept &&= atMs <= oldestMs;
      oldestMs = Math.min(oldestMs, atMs);
    },
    isKept: () => isKept,
    oldestMs: () => oldestMs,
  };
}

function newestSettled(
  soFarMs: number | null,
  { lastTransitionAtMs: atMs }: ServiceSummary,
  untilMs: number,
): number | null {
  if (atMs === null || atMs > untilMs) return soFarMs;
  return soFarMs === null ? atMs : Math.max(soFarMs, atMs);
}

/**
 * Reads the watched services one by one.
 *
 * @throws Error if none of them can be read.
 */
export async function readWatchedServices(
  { upstream, projectId, log, deadlineMs, signal }: ScanInput,
  serviceIds: readonly string[],
): Promise<ProjectScan> {
  const services = new Map<string, ServiceSummary>();
  await forEachBounded(serviceIds, CONCURRENCY, async (serviceId) => {
    try {
      const { answer } = await upstream.getService(projectId, serviceId, { deadlineMs, signal });
      services.set(serviceId, toServiceSummary(answer));
    } catch (error) {
      // A deleted or mistyped service must not stop the others from being read.
      log.warn("a watched service could not be read", { projectId, serviceId, error });
    }
  });
  if (services.size === 0 && serviceIds.length > 0) {
    throw new Error(
      `None of the ${serviceIds.length} watched services of project ${projectId} could be read`,
    );
  }
  return { services, listed: services.size, settledMs: null };
}
