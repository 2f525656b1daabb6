import type { DeploymentDurations } from "@deploy-lens/core/durations";
import { countDeployments, type StatisticsSource } from "@deploy-lens/core/statistics";
import {
  EXACT_LIMIT,
  isOverall,
  planStatistics,
  type StatisticsPlan,
  type StatisticsQuery,
} from "@deploy-lens/core/statistics/query";
import { placeInWindow } from "@deploy-lens/core/statistics/window";
import type { ReadContext } from "../day/context.ts";
import { readDiscovery } from "../discovery.ts";
import { readProjectDays } from "../project-days/index.ts";
import { dayOf } from "../table/keys.ts";
import { fingerprinted } from "./fingerprint.ts";
import { durationsIn, readStoredRollups, type StatisticsScope, type StoredRollup } from "./rollups.ts";

/** The query; its window is required. */
export type StatisticsSourceQuery = StatisticsScope &
  StatisticsQuery & { readonly fromMs: number; readonly toMs: number };

/** A source, the plan that it was read for, and the identity of the items that it was made of. */
export interface StoredStatisticsSource extends StatisticsSource {
  readonly plan: StatisticsPlan;
  readonly fingerprint: string;
}

/** The first version of the rules by which every day part is in its project's day, or marked as due. */
const SINCE_PROJECT_DAYS = 4;

/** Beyond this, days that are answered from their services' rollups are read with all others in one query. */
const MAX_DAYS_OF_SERVICES = 8;

/**
 * Reads only what `durationStatistics` needs for a query: the window's rollups; the deployments of days that the
 * window's ends divide; and, if few enough count for an exact answer, the deployments of the days with any of these,
 * at most {@link EXACT_LIMIT} days.
 *
 * What tells neither services nor models of a project apart comes from the project's days, however many services it has.
 *
 * @throws RangeError if the query is invalid.
 * @example const source = await store.statisticsSource({ projectId, serviceId, fromMs, toMs }); durationStatistics({
 * fromMs, toMs }, source, asOfMs);
 */
export async function statisticsSource(
  context: ReadContext,
  query: StatisticsSourceQuery,
): Promise<StoredStatisticsSource> {
  const plan = planStatistics(query);
  const isOfProject = (query.serviceId ?? null) === null && isOverall(plan);
  const table = fingerprinted(context.table);
  const ofProject = isOfProject ? await projectSource({ table }, query, plan) : null;
  const source = ofProject ?? (await servicesSource({ table }, query, plan));
  return { ...source, plan, fingerprint: table.fingerprint() };
}

/** From the project's days; `null` where those of its services have to answer. */
async function projectSource(
  context: ReadContext,
  query: StatisticsSourceQuery,
  plan: StatisticsPlan,
): Promise<StatisticsSource | null> {
  const { projectId, fromMs, toMs } = query;
  const { derivedBy } = await readDiscovery(context, projectId);
  if (derivedBy === null || derivedBy < SINCE_PROJECT_DAYS) return null;
  const window = { projectId, firstDay: dayOf(fromMs), lastDay: dayOf(toMs) };
  const { days, unsettled } = await readProjectDays(context, window);
  const rollups = days.filter((day) => placeInWindow(day, query) === "inside");
  if (countDeployments(plan, { rollups }) <= EXACT_LIMIT) return null;
  const parted = days.filter((day) => placeInWindow(day, query) === "across").map(({ day }) => day);
  const ofServices = [...parted, ...unsettled];
  if (ofServices.length > MAX_DAYS_OF_SERVICES) return null;
  const parts = await Promise.all(ofServices.map((day) => readWindow(context, query, day, day)));
  return {
    rollups: [...rollups, ...parts.flatMap(({ inside }) => inside)],
    durations: parts.flatMap(({ durations }) => durations),
  };
}

async function servicesSource(
  context: ReadContext,
  query: StatisticsSourceQuery,
  plan: StatisticsPlan,
): Promise<StatisticsSource> {
  const { inside, durations } = await readWindow(context, query, dayOf(query.fromMs), dayOf(query.toMs));
  if (countDeployments(plan, { rollups: inside, durations }) > EXACT_LIMIT) {
    return { rollups: inside, durations };
  }
  const counting = new Set(inside.filter((day) => countDeployments(plan, { rollups: [day] }) > 0));
  return {
    rollups: inside.filter((day) => !counting.has(day)),
    durations: [...durations, ...(await durationsIn(context, [...counting]))],
  };
}

/** Reads the services' rollups that are inside a query's window, and the deployments of days that an end of it divides. */
async function readWindow(
  context: ReadContext,
  query: StatisticsSourceQuery,
  firstDay: string,
  lastDay: string,
): Promise<{ readonly inside: readonly StoredRollup[]; readonly durations: readonly DeploymentDurations[] }> {
  const { projectId, serviceId } = query;
  const days = await readStoredRollups(context, { projectId, serviceId, firstDay, lastDay });
  const across = days.filter((day) => placeInWindow(day, query) === "across");
  return {
    inside: days.filter((day) => placeInWindow(day, query) === "inside"),
    durations: await durationsIn(context, across),
  };
}
