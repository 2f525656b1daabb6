import { deploymentDurations } from "@deploy-lens/core/durations";
import { type Eta, estimateRemaining, MAX_HISTORY } from "@deploy-lens/core/eta";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { ServiceIds } from "../upstream/upstream.ts";

export interface NamedEta {
  readonly eta: Eta | null;
  readonly identity: string;
}

/**
 * Estimates the remaining time of an open deployment from the service's history in the table, or from the feed where
 * there is no table. If no estimate is possible the deployment is returned without one.
 */
export async function etaOf(
  open: Deployment | undefined,
  derived: readonly Deployment[],
  archive: ArchiveReads | null,
  ids: ServiceIds,
  asOfMs: number,
  caller: Caller,
): Promise<NamedEta> {
  if (open === undefined || open.outcome !== null) return { eta: null, identity: "" };
  const past = derived.map(deploymentDurations);
  if (archive === null) return { eta: estimateRemaining(open, past, asOfMs), identity: "" };
  try {
    // Failures and retries lie between the successes that an estimate is based on.
    const { value } = await archive.recentDurations({ ...ids, limit: 2 * MAX_HISTORY }, caller);
    return { eta: estimateRemaining(open, value.content, asOfMs), identity: value.identity };
  } catch {
    return { eta: estimateRemaining(open, past, asOfMs), identity: "" };
  }
}
