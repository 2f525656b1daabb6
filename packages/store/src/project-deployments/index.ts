import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ReadContext } from "../day/context.ts";
import { DEPLOYMENTS_ATTRIBUTES, decodeDeployments } from "../day/part.ts";
import { type StoredSummary, summarizeDeployment } from "../head/index.ts";
import { type RollupsQuery, readStoredParts, type StoredRollup } from "../statistics/rollups.ts";
import { dayOf } from "../table/keys.ts";
import { type DeploymentFilter, matchesFilter, mayMatch } from "./filter.ts";
import { traitsOf } from "./traits.ts";

/** A deployment's place in its project: by start, then by id. */
export interface DeploymentPlace {
  readonly startedAtMs: number;
  readonly id: string;
}

/** Selects deployments of all services of a project; the range refers to their start, epoch ms, half-open. */
export interface StoredProjectQuery {
  readonly projectId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly filter: DeploymentFilter;
  readonly limit: number;
  /** The last deployment of the page before. */
  readonly after?: DeploymentPlace | null | undefined;
  /** Now, epoch ms: an open deployment that is silent for long is stalled. */
  readonly nowMs: number;
}

/** A page of deployments, newest first. */
export interface ProjectDeployments {
  readonly deployments: readonly StoredSummary[];
  readonly hasMore: boolean;
}

/** Items read at once: one request. */
const BATCH = 100;
/** Days looked through are read in pages that begin with so many entries. */
const FIRST_PAGE = 500;
/** A query of this many services at most reads each service's days instead of the project's. */
const FEW_SERVICES = 8;

/**
 * Lists the deployments of a project's services, newest first.
 *
 * The rollups say which parts of days can hold a match, by outcome, cause, model and start; only these are read, the newest
 * first, until the page is full. What rollups do not tell (kind, phase, flags, text, duration) is looked for in what is read.
 */
export async function listStoredInProject(
  context: ReadContext,
  query: StoredProjectQuery,
): Promise<ProjectDeployments> {
  const found: Deployment[] = [];
  const { limit } = query;
  for await (const day of readCandidates(context, query)) {
    await collect(context, query, day, found);
    if (found.length > limit) break;
  }
  return {
    deployments: found.slice(0, limit).map(summarizeDeployment),
    hasMore: found.length > limit,
  };
}

/** The parts that can hold a match, one day after another, the newest first. */
async function* readCandidates(
  context: ReadContext,
  query: StoredProjectQuery,
): AsyncGenerator<readonly StoredRollup[], void, undefined> {
  const { projectId, fromMs, toMs, after, filter } = query;
  const { serviceIds } = filter;
  const untilMs = after?.startedAtMs ?? toMs - 1;
  const canMatch = ({ serviceId, startsMs: [firstMs, lastMs], rollup }: StoredRollup) =>
    firstMs <= untilMs &&
    lastMs >= fromMs &&
    (serviceIds?.includes(serviceId) ?? true) &&
    mayMatch(filter, rollup);
  const range = { projectId, firstDay: dayOf(fromMs), lastDay: dayOf(untilMs) };
  const days =
    serviceIds !== undefined && serviceIds.length <= FEW_SERVICES
      ? daysOfServices(context, range, serviceIds)
      : daysOfProject(context, range);
  for await (const day of days) yield day.filter(canMatch);
}

async function* daysOfServices(context: ReadContext, range: RollupsQuery, serviceIds: readonly string[]) {
  const parts: StoredRollup[] = [];
  for (const serviceId of serviceIds) {
    for await (const page of readStoredParts(context, { ...range, serviceId })) parts.push(...page);
  }
  const byDay = Map.groupBy(parts, ({ day }) => day);
  for (const day of [...byDay.keys()].sort().reverse()) yield byDay.get(day) ?? [];
}

async function* daysOfProject(context: ReadContext, range: RollupsQuery) {
  let parts: StoredRollup[] = [];
  for await (const page of readStoredParts(context, range, { newestFirst: true, pageSize: FIRST_PAGE })) {
    for (const part of page) {
      if (parts.length > 0 && part.day !== parts[0]?.day) {
        yield parts;
        parts = [];
      }
      parts.push(part);
    }
  }
  yield parts;
}

/** Adds a day's matches to those of later days, in order, until there is one more than the page holds. */
async function collect(
  { table }: ReadContext,
  query: StoredProjectQuery,
  parts: readonly StoredRollup[],
  found: Deployment[],
): Promise<void> {
  const { fromMs, toMs, filter, after = null, nowMs, limit } = query;
  const isOnPage = (deployment: Deployment) =>
    deployment.startedAtMs >= fromMs &&
    deployment.startedAtMs < toMs &&
    (after === null || comparePlaces(deployment, after) > 0) &&
    matchesFilter(filter, traitsOf(deployment, nowMs));
  const wanted = limit + 1 - found.length;
  const newestFirst = parts.toSorted((a, b) => b.startsMs[1] - a.startsMs[1]);
  let ofDay: Deployment[] = [];
  for (let at = 0; at < newestFirst.length; ) {
    // No part from here on has a deployment that started later.
    const [, lastMs] = newestFirst[at]?.startsMs ?? [0, 0];
    if ((ofDay[wanted - 1]?.startedAtMs ?? Number.NEGATIVE_INFINITY) > lastMs) break;
    const batch = newestFirst.slice(at, at + Math.min(BATCH, Math.max(wanted, 10)));
    at += batch.length;
    const items = await table.getAll(
      batch.flatMap(({ keys }) => keys),
      DEPLOYMENTS_ATTRIBUTES,
    );
    const deployments = items.flatMap(decodeDeployments).map(({ deployment }) => deployment);
    ofDay = [...ofDay, ...deployments.filter(isOnPage)].sort(comparePlaces).slice(0, wanted);
  }
  found.push(...ofDay);
}

/** Newest first; of one millisecond, in the reverse order of ids. */
function comparePlaces(a: DeploymentPlace, b: DeploymentPlace): number {
  if (a.startedAtMs !== b.startedAtMs) return b.startedAtMs - a.startedAtMs;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}
