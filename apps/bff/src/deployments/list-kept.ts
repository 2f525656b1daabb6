import type { DeploymentSummary } from "@deploy-lens/store/deployment-summary";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/flight.ts";
import type { ReadInfo } from "../cache/source.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type DeploymentsSelection, isSelected, positionOf } from "./select.ts";

/** Deployments of the table. */
export interface KeptDeployments {
  /** Newest first. */
  readonly deployments: readonly DeploymentSummary[];
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly string[];
}

/** Which part of the table's deployments is wanted. */
export interface KeptRange {
  /** Only what comes after this; `null` for all. */
  readonly after: Position | null;
  /** Those that the feed describes already. */
  readonly except: ReadonlySet<string>;
  /** Enough of them. */
  readonly wanted: number;
}

/**
 * Reads the table's deployments that pass a selection, until there are enough of them or there are no more.
 *
 * The table's cursor is not ours, and it orders deployments of one millisecond its own way. So the millisecond of our cursor is
 * read again, and the last one read counts only when all of it was.
 */
export async function listKept(
  archive: ArchiveReads,
  ids: ServiceIds,
  selection: DeploymentsSelection,
  { after, except, wanted }: KeptRange,
  caller: Caller,
): Promise<KeptDeployments> {
  let deployments: DeploymentSummary[] = [];
  const reads: ReadInfo[] = [];
  const identity: string[] = [];
  const { from, to = Number.MAX_SAFE_INTEGER, outcome } = selection;
  const toMs = after === null ? to : Math.min(to, Number(after.key) + 1);
  const isWanted = (one: DeploymentSummary) =>
    !except.has(one.id) &&
    (after === null || comparePositions(positionOf(one), after) < 0) &&
    isSelected(one, selection);
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
