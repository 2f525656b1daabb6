import { type DeploymentDurations, deploymentDurations } from "@deploy-lens/core/durations";
import { type DayRollup, mergeRollups, type Rollup } from "@deploy-lens/core/rollup";
import { decodeRollup } from "@deploy-lens/core/rollup-codec";
import { bytesOf, type Item, nameOf, textOf } from "./attributes.ts";
import { decodeDayPart } from "./day-part.ts";
import { UnreadableItemError } from "./errors.ts";
import {
  AFTER_LAST_DAY,
  dayOf,
  daySort,
  FIRST_DAY,
  type ItemKey,
  projectPartition,
  type ServiceRef,
  servicePartition,
} from "./keys.ts";
import { unpack } from "./packed.ts";
import { deploymentsOf, readDays } from "./service-days.ts";
import type { StoreContext } from "./store-context.ts";
import { TABLE } from "./table.ts";
import type { RangeQuery } from "./table-client.ts";

/** One service, or with no `serviceId` all services of the project. */
export interface StatisticsScope {
  readonly projectId: string;
  readonly serviceId?: string | null | undefined;
}

/** Whole UTC days, both ends included. */
export interface RollupsQuery extends StatisticsScope {
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** Deployments that started in a half-open range, epoch ms. */
export interface DurationsQuery extends StatisticsScope {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Reads rollups: one for each service and day on which deployments started, however many did. From an index, so a change
 * may take a moment to show.
 */
export async function readRollups(context: StoreContext, query: RollupsQuery): Promise<DayRollup[]> {
  const byDay = new Map<string, { serviceId: string; day: string; rollups: Rollup[] }>();
  for await (const items of context.table.query(indexRange(query))) {
    for (const item of items) {
      const { serviceId, day } = placeOf(item);
      const key = `${day}#${serviceId}`;
      const entry = byDay.get(key) ?? { serviceId, day, rollups: [] };
      entry.rollups.push(rollupIn(item));
      byDay.set(key, entry);
    }
  }
  return [...byDay.values()].map(({ serviceId, day, rollups }) => ({
    serviceId,
    day,
    rollup: mergeRollups(rollups),
  }));
}

/** Reads what each deployment contributes to statistics, oldest day first. */
export async function readDurations(
  context: StoreContext,
  query: DurationsQuery,
): Promise<DeploymentDurations[]> {
  const { fromMs, toMs } = query;
  const range = indexRange({ ...query, firstDay: dayOf(fromMs), lastDay: dayOf(toMs) });
  const keys: ItemKey[] = [];
  for await (const items of context.table.query(range)) {
    keys.push(...items.map((item) => ({ pk: textOf(item, "pk"), sk: textOf(item, "sk") })));
  }
  const parts = (await context.table.getAll(keys)).map(decodeDayPart);
  return parts
    .flatMap((part) => part.deployments.map(({ deployment }) => deploymentDurations(deployment)))
    .filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs)
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** Reads what a service's last deployments contributed, newest first: history to estimate from. */
export async function recentDurations(
  context: StoreContext,
  { limit, ...service }: ServiceRef & { readonly limit: number },
): Promise<DeploymentDurations[]> {
  const found: DeploymentDurations[] = [];
  for await (const day of readDays(context.table, service, { newestFirst: true, pageSize: 8 })) {
    found.push(
      ...deploymentsOf([day])
        .reverse()
        .map(({ deployment }) => deploymentDurations(deployment)),
    );
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

function indexRange(query: RollupsQuery): RangeQuery {
  const { projectId, serviceId = null, firstDay = FIRST_DAY, lastDay = AFTER_LAST_DAY } = query;
  if (serviceId === null) {
    return {
      index: TABLE.indexes.byProject,
      partition: projectPartition(projectId),
      from: firstDay,
      to: `${lastDay}~`,
    };
  }
  return {
    index: TABLE.indexes.byService,
    partition: servicePartition({ projectId, serviceId }),
    from: daySort(firstDay),
    to: `${daySort(lastDay)}~`,
  };
}

function placeOf(item: Item): { serviceId: string; day: string } {
  const [, serviceId] = /#service#([^#]+)$/.exec(textOf(item, "pk")) ?? [];
  const [, day] = /^day#(.+)#\d+$/.exec(textOf(item, "sk")) ?? [];
  if (serviceId === undefined || day === undefined) {
    throw new UnreadableItemError({ key: nameOf(item), reason: "it is no day of a service" });
  }
  return { serviceId, day };
}

function rollupIn(item: Item): Rollup {
  const packed = bytesOf(item, "rollup");
  if (packed === null) throw new UnreadableItemError({ key: nameOf(item), reason: "it has no rollup" });
  try {
    return decodeRollup(unpack(packed));
  } catch (error) {
    throw new UnreadableItemError(
      { key: nameOf(item), reason: "its rollup does not decode" },
      { cause: error },
    );
  }
}
