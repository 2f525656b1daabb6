import type { DeploymentDurations } from "@deploy-lens/core/durations";
import { countDeployments, type StatisticsSource } from "@deploy-lens/core/statistics";
import { EXACT_LIMIT, type StatisticsQuery } from "@deploy-lens/core/statistics-query";
import { splitWindow } from "@deploy-lens/core/statistics-window";
import { readDurations, readRollups, type StatisticsScope } from "./rollups.ts";
import type { StoreContext } from "./store-context.ts";

/** What statistics are asked for; the window is needed. */
export type StatisticsSourceQuery = StatisticsScope &
  StatisticsQuery & { readonly fromMs: number; readonly toMs: number };

/**
 * Reads what `durationStatistics` needs to answer a query, and no more: the rollups of the window's whole days and the
 * deployments at its edges; or every deployment, when so few count that the answer can be exact.
 *
 * @throws RangeError when the query is impossible.
 * @example
 * const source = await store.statisticsSource({ projectId, serviceId, fromMs, toMs });
 * durationStatistics({ fromMs, toMs }, source, asOfMs);
 */
export async function statisticsSource(
  context: StoreContext,
  query: StatisticsSourceQuery,
): Promise<StatisticsSource> {
  const { projectId, serviceId, fromMs, toMs } = query;
  const scope = { projectId, serviceId };
  const { wholeDays, edges } = splitWindow({ fromMs, toMs });
  if (wholeDays === null) return { durations: await readDurations(context, { ...scope, fromMs, toMs }) };
  const rollups = await readRollups(context, {
    ...scope,
    firstDay: wholeDays.first,
    lastDay: wholeDays.last,
  });
  if (countDeployments(query, rollups) <= EXACT_LIMIT) {
    return { durations: await readDurations(context, { ...scope, fromMs, toMs }) };
  }
  const atEdges: DeploymentDurations[] = [];
  for (const edge of edges) atEdges.push(...(await readDurations(context, { ...scope, ...edge })));
  return { rollups, durations: atEdges };
}
