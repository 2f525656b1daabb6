import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import type { ReadContext } from "../day/context.ts";
import { type StoredSummary, summarizeDeployment } from "../head/index.ts";
import { type RollupsQuery, readStoredParts, type StoredRollup } from "../statistics/rollups.ts";
import { dayOf } from "../table/keys.ts";
import { type DeploymentFilter, matchesFilter, mayMatch } from "./filter.ts";
import { traitsOf } from "./traits.ts";
import { REQUEST, readWave, WAVE } from "./wave.ts";

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

/** Parts read at once, at least where there are as many. */
const SMALLEST_WAVE = 10;
/** Days looked through are read in pages that begin with so many entries. */
const FIRST_PAGE = 500;
/** A query of this many services at most reads each service's days instead of the project's. */
const FEW_SERVICES = 20;

/**
 * Lists the deployments of a project's services, newest first.
 *
 * The rollups say which parts of days can hold a match, by outcome, cause, model and start; only these are read, the newest
 * first and of several days at once, until the page is full. What rollups do not tell (kind, phase, flags, text, duration) is
 * looked for in what is read.
 */
export async function listStoredInProject(
  context: ReadContext,
  query: StoredProjectQuery,
): Promise<ProjectDeployments> {
  const { limit } = query;
  const wanted = limit + 1;
  const isOnPage = onPageOf(query);
  const days = readCandidates(context, query);
  let waiting: readonly Candidate[] = [];
  let found: readonly Deployment[] = [];
  let partsRead = 0;
  for (;;) {
    const parts = partsToRead({ wanted, found, waiting, partsRead });
    while (waiting.length < parts) {
      const day = await days.next();
      if (day.done === true) break;
      waiting = [...waiting, ...day.value];
    }
    const wave = waiting.slice(0, parts);
    if (wave.length === 0) break;
    waiting = waiting.slice(wave.length);
    const matches = await readWave(
      context,
      wave.flatMap(({ keys }) => keys),
      (deployments) => deployments.filter(isOnPage),
    );
    found = [...found, ...matches].sort(comparePlaces).slice(0, wanted);
    partsRead += wave.length;
  }
  return {
    deployments: found.slice(0, limit).map(summarizeDeployment),
    hasMore: found.length > limit,
  };
}

/** A part of a day that can hold a match. */
interface Candidate {
  readonly keys: StoredRollup["keys"];
  /** None of its matches started later. */
  readonly newestMs: number;
}

interface Search {
  /** One deployment more than the page holds. */
  readonly wanted: number;
  /** Newest first. */
  readonly found: readonly Deployment[];
  /** Of whole days, newest first. */
  readonly waiting: readonly Candidate[];
  readonly partsRead: number;
}

/** Number of parts to read next: as many as the rest of the page takes at the rate of matches so far; 0 when it is full. */
function partsToRead({ wanted, found, waiting, partsRead }: Search): number {
  if (partsRead === 0) return Math.min(Math.max(wanted, SMALLEST_WAVE), REQUEST);
  // Days that are not waiting are older than all that was found.
  const newestMs = waiting[0]?.newestMs ?? Number.NEGATIVE_INFINITY;
  const inPlace = found.filter(({ startedAtMs }) => startedAtMs > newestMs).length;
  if (inPlace === wanted) return 0;
  const expected = Math.ceil(((wanted - inPlace) * partsRead) / inPlace);
  const most = Math.min(Math.max(expected, SMALLEST_WAVE), 2 * partsRead, WAVE);
  const last = found[wanted - 1];
  if (last === undefined) return most;
  const older = waiting.findIndex((part) => part.newestMs < last.startedAtMs);
  return older === -1 ? Math.min(most, waiting.length) : Math.min(most, older);
}

/** The parts that can hold a match, one day after another, newest first. */
async function* readCandidates(
  context: ReadContext,
  query: StoredProjectQuery,
): AsyncGenerator<readonly Candidate[], void, undefined> {
  const { projectId, fromMs, toMs, after, filter } = query;
  const { serviceIds } = filter;
  const untilMs = after?.startedAtMs ?? toMs - 1;
  const candidatesOf = (part: StoredRollup): readonly Candidate[] => {
    const newestMs = newestStart(part, untilMs);
    const canMatch =
      part.startsMs[0] <= untilMs &&
      newestMs >= fromMs &&
      (serviceIds?.includes(part.serviceId) ?? true) &&
      mayMatch(filter, part.rollup);
    return canMatch ? [{ keys: part.keys, newestMs }] : [];
  };
  const range = { projectId, firstDay: dayOf(fromMs), lastDay: dayOf(untilMs) };
  const days =
    serviceIds !== undefined && serviceIds.length <= FEW_SERVICES
      ? daysOfServices(context, range, serviceIds)
      : daysOfProject(context, range);
  for await (const day of days) yield day.flatMap(candidatesOf).sort((a, b) => b.newestMs - a.newestMs);
}

/** The latest time, up to another, at which a deployment of a part can have started. The starts of two are both known. */
function newestStart({ startsMs: [firstMs, lastMs], rollup }: StoredRollup, untilMs: number): number {
  if (lastMs <= untilMs) return lastMs;
  let deployments = 0;
  for (const count of rollup.counts.values()) if (count.scope === "all") deployments += count.deployments;
  return deployments <= 2 ? firstMs : untilMs;
}

async function* daysOfServices(context: ReadContext, range: RollupsQuery, serviceIds: readonly string[]) {
  const parts: StoredRollup[] = [];
  const readDays = async (serviceId: string) => {
    for await (const page of readStoredParts(context, { ...range, serviceId })) parts.push(...page);
  };
  await Promise.all(serviceIds.map(readDays));
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

function onPageOf({ fromMs, toMs, filter, after = null, nowMs }: StoredProjectQuery) {
  return (deployment: Deployment) =>
    deployment.startedAtMs >= fromMs &&
    deployment.startedAtMs < toMs &&
    (after === null || comparePlaces(deployment, after) > 0) &&
    matchesFilter(filter, traitsOf(deployment, nowMs));
}

/** Newest first; of one millisecond, in the reverse order of ids. */
function comparePlaces(a: DeploymentPlace, b: DeploymentPlace): number {
  if (a.startedAtMs !== b.startedAtMs) return b.startedAtMs - a.startedAtMs;
  if (a.id === b.id) return 0;
  return a.id > b.id ? -1 : 1;
}
