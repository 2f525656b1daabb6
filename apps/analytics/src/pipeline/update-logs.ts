import { deriveDeployments } from "@deploy-lens/core/derive";
import type { ServiceEvent } from "@deploy-lens/core/service-event";
import type { ServiceStatusObservation } from "@deploy-lens/core/status";
import { toUpdateLogEntry, type UpdateLogEntry } from "@deploy-lens/core/wire-update-logs";
import type { CallOptions } from "@deploy-lens/modelarts/call-scope";
import type { ModelArtsClient } from "@deploy-lens/modelarts/client";
import { UPDATE_LEAD_MS } from "@deploy-lens/store/service-deployment";
import type { ServiceHead } from "@deploy-lens/store/service-head";

/** An update's entry may appear this long after the deployment began, and its result this long after it ended. */
const PATIENCE_MS = 600_000;

/** What a look at a service showed. */
export interface Seen {
  readonly serviceId: string;
  readonly events: readonly ServiceEvent[];
  readonly statuses: readonly ServiceStatusObservation[];
}

/**
 * Whether the update logs may say something new: of a deployment that began and whose update is not known yet, or of one that
 * has just ended, whose update was still running. Otherwise the call is saved.
 */
export function areUpdateLogsDue(head: ServiceHead, seen: Seen, nowMs: number): boolean {
  const newest = deriveDeployments(seen).deployments.at(-1)?.deployment;
  if (newest === undefined || newest.kind === "start") return false;
  const { latest, newestUpdate } = head;
  const isNew = latest === null || latest.id !== newest.id;
  const isKnown = newestUpdate !== null && newestUpdate.updatedAtMs >= newest.startedAtMs - UPDATE_LEAD_MS;
  if (!isKnown) return isNew || nowMs - newest.startedAtMs <= PATIENCE_MS;
  if (newest.endedAtMs === null) return isNew;
  return isNew || latest.outcome === null || nowMs - newest.endedAtMs <= PATIENCE_MS;
}

/** Reads all of a service's update logs. */
export async function readUpdateLogs(
  upstream: Pick<ModelArtsClient, "listUpdateLogs">,
  { projectId, serviceId }: { readonly projectId: string; readonly serviceId: string },
  options: CallOptions,
): Promise<UpdateLogEntry[]> {
  const { answer } = await upstream.listUpdateLogs(projectId, serviceId, {}, options);
  return answer.logs.map(toUpdateLogEntry);
}
