import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { DeploymentSummary } from "@deploy-lens/store/deployment-summary";
import type { ArchiveReads } from "../archive/archive-reads.ts";
import type { Caller } from "../cache/flight.ts";
import { combined, type Source, withFailure } from "../cache/source.ts";
import { readCursor, writeCursor } from "../paging/cursor.ts";
import { pageOf } from "../paging/page.ts";
import { comparePositions, type Position } from "../paging/position.ts";
import type { ServiceIds } from "../upstream/upstream.ts";
import type { ServiceHistory } from "./history.ts";
import { type KeptDeployments, listKept } from "./list-kept.ts";
import { type DeploymentsSelection, isSelected, positionOf, selectionKey } from "./select.ts";

/** Which page of a service's deployments. */
export interface DeploymentsRequest {
  readonly ids: ServiceIds;
  readonly selection: DeploymentsSelection;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** A page of a service's deployments: first those that the feed tells, then those of the table. */
export interface DeploymentsPage {
  readonly live: readonly DeploymentAsOf[];
  readonly kept: readonly DeploymentSummary[];
  /** How many match on all pages; `null` where that would mean reading them. */
  readonly total: number | null;
  readonly nextCursor: string | null;
  readonly source: Source;
  readonly identity: readonly unknown[];
}

type Item =
  | { readonly is: "live"; readonly one: DeploymentAsOf }
  | { readonly is: "kept"; readonly one: DeploymentSummary };

/** Lists a service's deployments, newest first. */
export async function listDeployments(
  archive: ArchiveReads | null,
  history: ServiceHistory,
  request: DeploymentsRequest,
  caller: Caller,
): Promise<DeploymentsPage> {
  const { ids, selection, limit, cursor } = request;
  const list = selectionKey(ids.serviceId, selection);
  const after = cursor === undefined ? null : readCursor(cursor, list, "times");
  const live = history.live.filter((one) => isSelected(one, selection));
  const { kept, failure } = await keptOrFailure(archive, history, request, after, caller);

  const items: Item[] = [
    ...live.map((one) => ({ is: "live" as const, one })),
    ...kept.deployments.map((one) => ({ is: "kept" as const, one })),
  ];
  const page = pageOf(items, {
    positionOf: ({ one }) => positionOf(one),
    keys: "times",
    order: "desc",
    list,
    limit,
    cursor,
  });
  const source = combined(history.source, kept.reads);
  const resume = failure === null ? null : seamOf(history);
  return {
    live: page.items.flatMap((item) => (item.is === "live" ? [item.one] : [])),
    kept: page.items.flatMap((item) => (item.is === "kept" ? [item.one] : [])),
    total: history.liveIsAll ? live.length : null,
    nextCursor: page.nextCursor ?? (resume === null ? null : writeCursor(resume, list)),
    source: failure === null ? source : withFailure(source, failure),
    identity: [list, limit, cursor, history.identity, kept.identity, failure === null],
  };
}

const NOTHING: KeptDeployments = { deployments: [], reads: [], identity: [] };

/** While the table cannot be read, what the feed tells is an answer still; older deployments follow on demand. */
async function keptOrFailure(
  archive: ArchiveReads | null,
  history: ServiceHistory,
  { ids, selection, limit }: DeploymentsRequest,
  after: Position | null,
  caller: Caller,
): Promise<{ kept: KeptDeployments; failure: unknown }> {
  if (archive === null) return { kept: NOTHING, failure: null };
  const younger = history.live.filter(
    (one) => isSelected(one, selection) && (after === null || comparePositions(positionOf(one), after) < 0),
  );
  if (younger.length > limit) return { kept: NOTHING, failure: null };
  const except = new Set(history.live.map(({ id }) => id));
  try {
    return {
      kept: await listKept(archive, ids, selection, { after, except, wanted: limit + 1 }, caller),
      failure: null,
    };
  } catch (error) {
    const oldest = history.live.at(-1);
    const goesOn =
      oldest !== undefined && (after === null || comparePositions(positionOf(oldest), after) < 0);
    if (!goesOn) throw error;
    return { kept: NOTHING, failure: error };
  }
}

/** Where the table's part begins. */
function seamOf({ live }: ServiceHistory): Position | null {
  const oldest = live.at(-1);
  return oldest === undefined ? null : positionOf(oldest);
}
