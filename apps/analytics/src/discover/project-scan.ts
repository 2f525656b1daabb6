import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { toServiceSummary } from "@deploy-lens/core/upstream/services";
import type { CallOptions } from "@deploy-lens/modelarts/call/scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import type { Log } from "@deploy-lens/observe/log";
import { forEachBounded } from "../bounded.ts";
import type { Metrics } from "../observe/metrics.ts";
import { isServiceId } from "../queue/service-message.ts";
import { isUnderWay } from "./rules.ts";

/** What the upstream shows of a project's services. */
export interface ProjectLook {
  /** Those that may need a look of their own, by id. */
  readonly services: ReadonlyMap<string, ServiceSummary>;
  /** How many it listed to find them. */
  readonly listed: number;
  /** The newest transition that had time to settle: the younger ones are looked at again. `null`: none, or a watch list. */
  readonly settledMs: number | null;
}

/** The client, and what bounds its calls. */
export interface LookInput extends CallOptions {
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService">;
  readonly projectId: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** The upstream's own default, for the first look at everything. */
const FULL_PAGE = 1000;

/** On a usual tick nothing, or a few services, changed: a small page has them, at a fifth of the bytes. */
const USUAL_PAGE = 200;

/** Watched services asked for side by side. */
const HANDS = 4;

/** How far back a list is read. */
export interface ScanRange {
  /** Services that changed since then are news; older ones end the reading. */
  readonly sinceMs: number;
  /** Whether everything is listed: services that changed before `sinceMs` may still be deploying. */
  readonly isFirst: boolean;
  /** Transitions until then had time to settle. */
  readonly settledUntilMs: number;
}

/**
 * Lists a project's services, the newest transition first, page by page down to `sinceMs`.
 *
 * A list that is not in the order asked for is read whole: what changed may stand anywhere in it.
 */
export async function listChangedServices(
  { upstream, projectId, log, metrics, deadlineMs, signal }: LookInput,
  { sinceMs, isFirst, settledUntilMs }: ScanRange,
): Promise<ProjectLook> {
  const services = new Map<string, ServiceSummary>();
  let listed = 0;
  let settledMs: number | null = null;
  const order = newestFirst();
  const pages = upstream.readServices(
    projectId,
    { sortBy: "transition_at", order: "desc" },
    // A service past a total that says too little comes to the front, and so to light, as soon as it moves.
    { pageSize: isFirst ? FULL_PAGE : USUAL_PAGE, confirmEnd: false, deadlineMs, signal },
  );
  for await (const page of pages) {
    listed += page.length;
    for (const service of page) {
      settledMs = newestSettled(settledMs, service, settledUntilMs);
      const atMs = service.lastTransitionAtMs;
      order.pass(atMs);
      const isNews = atMs === null || atMs >= sinceMs;
      if (!isNews && !(isFirst && isUnderWay(service.status))) continue;
      // A service that moves while the list is read comes again, in its later state.
      if (isServiceId(service.id)) services.set(service.id, service);
      else log.warn("a service with an impossible id is left out", { projectId, name: service.name });
    }
    if (order.isKept() && order.oldestMs() < sinceMs && !isFirst) break;
  }
  if (!order.isKept()) {
    log.warn("the list of services is not in the order asked for", { projectId, listed });
    metrics.add("ListsUnordered");
  }
  return { services, listed, settledMs };
}

/** Watches whether the times that pass come newest first. */
function newestFirst() {
  let isKept = true;
  let oldestMs = Number.POSITIVE_INFINITY;
  return {
    pass(atMs: number | null) {
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
 * Asks for some services one by one.
 *
 * @throws Error when none of them can be looked at.
 */
export async function lookAtServices(
  { upstream, projectId, log, deadlineMs, signal }: LookInput,
  serviceIds: readonly string[],
): Promise<ProjectLook> {
  const services = new Map<string, ServiceSummary>();
  await forEachBounded(serviceIds, HANDS, async (serviceId) => {
    try {
      const { answer } = await upstream.getService(projectId, serviceId, { deadlineMs, signal });
      services.set(serviceId, toServiceSummary(answer));
    } catch (error) {
      // One that was deleted, or mistyped, must not keep the others from being looked at.
      log.warn("a watched service cannot be looked at", { projectId, serviceId, error });
    }
  });
  if (services.size === 0 && serviceIds.length > 0) {
    throw new Error(
      `None of the ${serviceIds.length} watched services of project ${projectId} can be looked at`,
    );
  }
  return { services, listed: services.size, settledMs: null };
}
