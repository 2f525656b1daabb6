import { startOfDeploymentId } from "@deploy-lens/core/derive/id";
import type { Outcome } from "@deploy-lens/core/vocabulary/deployment";
import type { ReadContext } from "../day/context.ts";
import type { StoredDeployment } from "../day/deployment.ts";
import { deploymentsOf, readDays } from "../day/read.ts";
import { type StoredSummary, summarizeDeployment } from "../head/index.ts";
import { dayOf, FIRST_DAY, type ServiceRef } from "../table/keys.ts";
import { decodeCursor, encodeCursor, type Place } from "./cursor.ts";

/** Selects deployments of a service; ranges refer to their start. */
export interface DeploymentsQuery extends ServiceRef {
  /** Epoch ms; it belongs to the range. */
  readonly fromMs?: number | undefined;
  /** Epoch ms; it does not. */
  readonly toMs?: number | undefined;
  /** Only these outcomes; `open` for deployments that have not ended. */
  readonly outcomes?: readonly (Outcome | "open")[] | undefined;
  /** Only those with this model, or with this version of it. */
  readonly model?: { readonly name: string; readonly version?: string | null | undefined } | undefined;
  /** Default 50. */
  readonly limit?: number;
  readonly cursor?: string | null | undefined;
}

/** A page of deployments, newest first. A page may be short, or empty, and still have a next one. */
export interface StoredDeploymentsPage {
  readonly deployments: readonly StoredSummary[];
  readonly nextCursor: string | null;
}

const LIST = "deployments";

/** Maximum number of days that one page searches for matches of a filter. */
const MAX_DAYS_SEARCHED = 400;

/** Lists a service's deployments, newest first. */
export async function listStoredDeployments(
  context: ReadContext,
  query: DeploymentsQuery,
): Promise<StoredDeploymentsPage> {
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY, limit = 50 } = query;
  const after = query.cursor ? decodeCursor(LIST, query.cursor) : null;
  const untilMs = Math.min(after?.atMs ?? toMs, toMs);
  const found: StoredSummary[] = [];
  let searched = 0;
  const days = readDays(context.table, query, {
    fromDay: dayOf(fromMs),
    toDay: dayOf(untilMs),
    newestFirst: true,
    pageSize: Math.min(limit, 4),
  });
  for await (const day of days) {
    for (const one of following(deploymentsOf([day]).reverse(), after)) {
      const { startedAtMs } = one.deployment;
      if (startedAtMs < fromMs || startedAtMs >= toMs || !matches(one, query)) continue;
      const last = found.at(-1);
      if (found.length === limit && last !== undefined) return page(found, placeOf(last));
      found.push(summarizeDeployment(one.deployment));
    }
    searched += 1;
    if (searched === MAX_DAYS_SEARCHED) {
      return page(found, { atMs: Date.parse(`${day.day}T00:00:00Z`), key: "" });
    }
  }
  return page(found, null);
}

/** Reads one deployment by id, or `null`. */
export async function readDeployment(
  context: ReadContext,
  { deploymentId, ...service }: ServiceRef & { readonly deploymentId: string },
): Promise<StoredDeployment | null> {
  const startedAtMs = startOfDeploymentId(deploymentId);
  if (startedAtMs === null) return null;
  const toDay = dayOf(startedAtMs);
  const fromDay = startedAtMs === 0 ? FIRST_DAY : toDay;
  for await (const day of readDays(context.table, service, { fromDay, toDay, newestFirst: true })) {
    const found = deploymentsOf([day]).find(({ deployment }) => deployment.id === deploymentId);
    if (found !== undefined) return found;
  }
  return null;
}

/** Reads the deployment that started last, or `null`. */
export async function latestStoredDeployment(
  context: ReadContext,
  service: ServiceRef,
): Promise<StoredDeployment | null> {
  for await (const day of readDays(context.table, service, { newestFirst: true, pageSize: 2 })) {
    const latest = deploymentsOf([day]).at(-1);
    if (latest !== undefined) return latest;
  }
  return null;
}

function matches({ deployment }: StoredDeployment, { outcomes, model }: DeploymentsQuery): boolean {
  if (outcomes !== undefined && !outcomes.includes(deployment.outcome ?? "open")) return false;
  if (model === undefined) return true;
  const version = model.version ?? null;
  return deployment.models.some(
    (one) => one.name === model.name && (version === null || one.version === version),
  );
}

/** The entries after a position, whose deployment may be gone. */
function following(
  deployments: readonly StoredDeployment[],
  place: Place | null,
): readonly StoredDeployment[] {
  if (place === null) return deployments;
  const at = deployments.findIndex(({ deployment }) => deployment.id === place.key);
  if (at !== -1) return deployments.slice(at + 1);
  return deployments.filter(({ deployment }) => deployment.startedAtMs < place.atMs);
}

function placeOf({ startedAtMs, id }: StoredSummary): Place {
  return { atMs: startedAtMs, key: id };
}

function page(deployments: readonly StoredSummary[], next: Place | null): StoredDeploymentsPage {
  return { deployments, nextCursor: next === null ? null : encodeCursor(LIST, next) };
}
