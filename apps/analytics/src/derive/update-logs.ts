import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { toUpdateLogEntry } from "@deploy-lens/core/upstream/update-logs";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { CallOptions } from "@deploy-lens/modelarts/call/scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { UPDATE_LEAD_MS } from "@deploy-lens/store/day/deployment";
import type { ServiceHead } from "@deploy-lens/store/head";

/** An update's entry may appear up to this long after the deployment began, ms. */
const APPEARS_WITHIN_MS = 120_000;

/** Its result may appear up to this long after the deployment ended, ms. */
const ENDS_WITHIN_MS = 600_000;

/**
 * Whether the update logs may hold something new: about a deployment that has just begun or just ended and whose update or
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
  options: CallOptions,
): Promise<UpdateLogEntry[]> {
  const { answer } = await upstream.listUpdateLogs(projectId, serviceId, {}, options);
  return answer.logs.map(toUpdateLogEntry);
}
