import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { StoredSummary } from "@deploy-lens/store/head";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/in-flight-read.ts";
import { combined, type Source, withFailure } from "../cache/source.ts";
import { readCursor, writeCursor } from "../paging/cursor.ts";
import { pageOf } from "../paging/page.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ServiceHistory } from "./history.ts";
import { listStored, type StoredDeployments } from "./list-stored.ts";
import {
  type DeploymentsSelection,
  deploymentPosition,
  deploymentSelectionKey,
  isDeploymentSelected,
} from "./select.ts";

export interface DeploymentsListRequest {
  readonly ids: ServiceIds;
  readonly selection: DeploymentsSelection;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface DeploymentsList {
  readonly live: readonly DeploymentAsOf[];
  readonly stored: readonly StoredSummary[];
  /** Matches over all pages; `null` where counting would mean reading them. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly source: Source;
  readonly identity: readonly unknown[];
}

type Item =
  | { readonly is: "live"; readonly deployment: DeploymentAsOf }
  | { readonly is: "stored"; readonly deployment: StoredSummary };

export async function deploymentsFor(
  archive: ArchiveReads | null,
  history: ServiceHistory,
  request: DeploymentsListRequest,
  caller: Caller,
): Promise<DeploymentsList> {
  const { ids, selection, limit, cursor } = request;
  const list = deploymentSelectionKey(ids.serviceId, selection);
  const after = cursor === undefined ? null : readCursor(cursor, list, "times");
  const live = history.live.filter((deployment) => isDeploymentSelected(deployment, selection));
  const { stored, failure } = await storedOrFailure(archive, history, request, after, caller);

  const items: Item[] = [
    ...live.map((deployment) => ({ is: "live" as const, deployment })),
    ...stored.deployments.map((deployment) => ({ is: "stored" as const, deployment })),
  ];
  const page = pageOf(items, {
    positionOf: ({ deployment }) => deploymentPosition(deployment),
    keys: "times",
    order: "desc",
    list,
    limit,
    cursor,
  });
  const source = combined(history.source, stored.reads);
  const resume = failure === null ? null : seamOf(history);
  return {
    live: page.items.flatMap((item) => (item.is === "live" ? [item.deployment] : [])),
    stored: page.items.flatMap((item) => (item.is === "stored" ? [item.deployment] : [])),
    total: history.liveIsAll ? live.length : null,
    nextCursor: page.nextCursor ?? (resume === null ? null : writeCursor(resume, list)),
    source: failure === null ? source : withFailure(source, failure),
    identity: [list, limit, cursor, history.identity, stored.identity],
  };
}

const NOTHING: StoredDeployments = { deployments: [], reads: [], identity: [] };

/** If the table cannot be read, the feed's deployments are still answered and the cursor leads to the older ones. */
async function storedOrFailure(
  archive: ArchiveReads | null,
  history: ServiceHistory,
  { ids, selection, limit }: DeploymentsListRequest,
  after: Position | null,
  caller: Caller,
): Promise<{ stored: StoredDeployments; failure: unknown }> {
  if (archive === null) return { stored: NOTHING, failure: null };
  const younger = history.live.filter(
    (deployment) =>
      isDeploymentSelected(deployment, selection) &&
      (after === null || comparePositions(deploymentPosition(deployment), after) < 0),
  );
  if (younger.length > limit) return { stored: NOTHING, failure: null };
  const except = new Set(history.live.map(({ id }) => id));
  try {
    return {
      stored: await listStored(archive, ids, selection, { after, except, wanted: limit + 1 }, caller),
      failure: null,
    };
  } catch (error) {
    const oldest = history.live.at(-1);
    const goesOn =
      oldest !== undefined && (after === null || comparePositions(deploymentPosition(oldest), after) < 0);
    if (!goesOn) throw error;
    return { stored: NOTHING, failure: error };
  }
}

/** The position where the table takes over from the feed. */
function seamOf({ live }: ServiceHistory): Position | null {
  const oldest = live.at(-1);
  return oldest === undefined ? null : deploymentPosition(oldest);
}
