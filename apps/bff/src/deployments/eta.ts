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
 * there is no table or it cannot be read. If no estimate is possible the deployment is returned without one.
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
  // Failures and retries lie between the successes that an estimate is based on.
  const query = { ...ids, limit: 2 * MAX_HISTORY };
  const stored = await archive?.recentDurations(query, caller).catch(() => undefined);
  const { content, identity } = stored?.value ?? { content: derived.map(deploymentDurations), identity: "" };
  return { eta: estimateRemaining(open, content, asOfMs), identity };
}
