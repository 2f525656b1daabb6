import type { ServiceSummary } from "@deploy-lens/core/event/service";
import { toServiceSummary } from "@deploy-lens/core/upstream/services";
import type { CallOptions } from "@deploy-lens/modelarts/call-scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { forEachBounded } from "../bounded.ts";
import type { Log } from "../observe/log.ts";
import { isServiceId } from "../queue/service-message.ts";
import { type DiscoverTiming, isUnderWay } from "./rules.ts";

/** What the upstream shows of a project's services. */
export interface ProjectLook {
  /** Those that may need a look of their own, by id. */
  readonly services: ReadonlyMap<string, ServiceSummary>;
  /** How many it listed to find them. */
  readonly listed: number;
  /** The newest transition that had time to settle: the younger ones are looked at again. `null`: none, or a watch list. */
  readonly settledMs: number | null;
}

/** Whom to ask, and until when. */
export interface LookInput extends CallOptions {
  readonly upstream: Pick<ModelArtsClient, "readServices" | "getService">;
  readonly projectId: string;
  readonly log: Log;
}

/** The upstream's own default, for the first look at everything. */
const FULL_PAGE = 1000;

/** On a usual tick nothing, or a few services, changed: a small page has them, at a fifth of the bytes. */
const USUAL_PAGE = 200;

/** Watched services asked for side by side. */
const HANDS = 4;

/**
 * Lists a project's services, the newest transition first, and stops at the first that was dealt with; the first time, for want
 * of such a one, it lists them all.
 *
 * @param knownMs the newest transition that was dealt with, `null` for none yet
 */
export async function listChangedServices(
  { upstream, projectId, log, deadlineMs, signal }: LookInput,
  knownMs: number | null,
  nowMs: number,
  timing: DiscoverTiming,
): Promise<ProjectLook> {
  const services = new Map<string, ServiceSummary>();
  let listed = 0;
  let settledMs: number | null = null;
  const isFirst = knownMs === null;
  const sinceMs = isFirst ? nowMs - timing.retentionMs : knownMs - timing.overlapMs;
  const pages = upstream.readServices(
    projectId,
    { sortBy: "transition_at", order: "desc" },
    // A service past a total that says too little comes to the front, and so to light, as soon as it moves.
    { pageSize: isFirst ? FULL_PAGE : USUAL_PAGE, confirmEnd: false, deadlineMs, signal },
  );
  for await (const page of pages) {
    listed += page.length;
    for (const service of page) {
      settledMs = newestSettled(settledMs, service, nowMs - timing.settleMs);
      const isNews = (service.lastTransitionAtMs ?? Number.POSITIVE_INFINITY) >= sinceMs;
      if (!isNews && !isFirst) return { services, listed, settledMs };
      if (!isNews && !isUnderWay(service.status)) continue;
      // A service that moves while the list is read comes again, in its later state.
      if (isServiceId(service.id)) services.set(service.id, service);
      else log.warn("a service with an impossible id is left out", { projectId, name: service.name });
    }
  }
  return { services, listed, settledMs };
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
