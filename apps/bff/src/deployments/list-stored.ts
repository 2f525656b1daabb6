import type { StoredSummary } from "@deploy-lens/store/head";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import type { ReadInfo } from "../cache/source.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type DeploymentsSelection, deploymentPosition, isDeploymentSelected } from "./select.ts";

export interface StoredDeployments {
  /** Newest first. */
  readonly deployments: readonly StoredSummary[];
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly string[];
}

export interface StoredRange {
  readonly after: Position | null;
  /** Ids already taken from the feed. */
  readonly except: ReadonlySet<string>;
  /** Stop after this many. */
  readonly wanted: number;
}

/**
 * Reads stored deployments that match a selection, until there are enough or none are left. The table's cursor is not
 * ours, and it orders deployments within one millisecond differently. So the millisecond of our cursor is read again,
 * and the last millisecond counts only if it was read completely.
 */
export async function listStored(
  archive: ArchiveReads,
  ids: ServiceIds,
  selection: DeploymentsSelection,
  { after, except, wanted }: StoredRange,
  caller: Caller,
): Promise<StoredDeployments> {
  let deployments: StoredSummary[] = [];
  const reads: ReadInfo[] = [];
  const identity: string[] = [];
  const { from, to = Number.MAX_SAFE_INTEGER, outcome } = selection;
  const toMs = after === null ? to : Math.min(to, Number(after.key) + 1);
  const isWanted = (deployment: StoredSummary) =>
    !except.has(deployment.id) &&
    (after === null || comparePositions(deploymentPosition(deployment), after) < 0) &&
    isDeploymentSelected(deployment, selection);
  let cursor: string | null = null;
  for (;;) {
    const read: Awaited<ReturnType<ArchiveReads["deployments"]>> = await archive.deployments(
      { ...ids, fromMs: from, toMs, outcomes: outcome, limit: wanted + except.size + 1, cursor },
      caller,
    );
    const page = read.value.content;
    deployments = [...deployments, ...page.deployments.filter(isWanted)];
    reads.push(read);
    identity.push(read.value.identity);
    cursor = page.nextCursor;
    if (cursor === null) return { deployments, reads, identity };
    const lastMs = page.deployments.at(-1)?.startedAtMs;
    const complete = deployments.filter(({ startedAtMs }) => startedAtMs !== lastMs);
    if (complete.length >= wanted) return { deployments: complete, reads, identity };
  }
}
