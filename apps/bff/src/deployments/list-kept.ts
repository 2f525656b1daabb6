import type { DeploymentSummary } from "@deploy-lens/store/deployment-summary";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/flight.ts";
import type { Position } from "../paging/position.ts";
import type { ReadInfo } from "../upstream/source.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import { type DeploymentsSelection, isSelected } from "./select.ts";

/** Deployments of the table. */
export interface KeptDeployments {
  /** Newest first. */
  readonly deployments: readonly DeploymentSummary[];
  readonly reads: readonly ReadInfo[];
  readonly identity: readonly string[];
}

/** Reads the table's deployments that pass a selection, from a position on, until there are enough of them. */
export async function listKept(
  archive: ArchiveReads,
  ids: ServiceIds,
  selection: DeploymentsSelection,
  after: Position | null,
  wanted: number,
  caller: Caller,
): Promise<KeptDeployments> {
  const deployments: DeploymentSummary[] = [];
  const reads: ReadInfo[] = [];
  const identity: string[] = [];
  const { from, to = Number.MAX_SAFE_INTEGER, outcome } = selection;
  const toMs = after === null ? to : Math.min(to, Number(after.key) + 1);
  let cursor: string | null = null;
  do {
    const read: Awaited<ReturnType<ArchiveReads["deployments"]>> = await archive.deployments(
      { ...ids, fromMs: from, toMs, outcomes: outcome, limit: wanted, cursor },
      caller,
    );
    const page = read.value.content;
    deployments.push(...page.deployments.filter((one) => isSelected(one, selection)));
    reads.push(read);
    identity.push(read.value.identity);
    cursor = page.nextCursor;
  } while (cursor !== null && deployments.length < wanted);
  return { deployments, reads, identity };
}
