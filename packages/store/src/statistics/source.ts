import { countDeployments, type StatisticsSource } from "@deploy-lens/core/statistics";
import { EXACT_LIMIT, planStatistics, type StatisticsQuery } from "@deploy-lens/core/statistics/query";
import { placeInWindow } from "@deploy-lens/core/statistics/window";
import type { ReadContext } from "../day/context.ts";
import { dayOf } from "../table/keys.ts";
import { durationsIn, readStoredRollups, type StatisticsScope } from "./rollups.ts";

/** The query; its window is required. */
export type StatisticsSourceQuery = StatisticsScope &
  StatisticsQuery & { readonly fromMs: number; readonly toMs: number };

/**
 * Reads only what `durationStatistics` needs for a query: the window's rollups; the deployments of days that the
 * window's ends divide; and, if few enough count for an exact answer, the deployments of the days with any of these,
 * at most {@link EXACT_LIMIT} days.
 *
 * @throws RangeError if the query is invalid.
 * @example const source = await store.statisticsSource({ projectId, serviceId, fromMs, toMs }); durationStatistics({
 * fromMs, toMs }, source, asOfMs);
 */
export async function statisticsSource(
  context: ReadContext,
  query: StatisticsSourceQuery,
): Promise<StatisticsSource> {
  const { projectId, serviceId, fromMs, toMs } = query;
  const days = await readStoredRollups(context, {
    projectId,
    serviceId,
    firstDay: dayOf(fromMs),
    lastDay: dayOf(toMs),
  });
  const inside = days.filter((day) => placeInWindow(day, query) === "inside");
  const parted = days.filter((day) => placeInWindow(day, query) === "across");
  const durations = await durationsIn(context, parted);
  const plan = planStatistics(query);
  if (countDeployments(plan, { rollups: inside, durations }) > EXACT_LIMIT) {
    return { rollups: inside, durations };
  }
  const counting = new Set(inside.filter((day) => countDeployments(plan, { rollups: [day] }) > 0));
  return {
    rollups: inside.filter((day) => !counting.has(day)),
    durations: [...durations, ...(await durationsIn(context, [...counting]))],
  };
}
