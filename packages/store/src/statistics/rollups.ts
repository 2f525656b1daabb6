import { type DeploymentDurations, deploymentDurations } from "@deploy-lens/core/durations";
import { type DayRollup, mergeRollups, type StartsMs } from "@deploy-lens/core/rollup";
import { placeInWindow } from "@deploy-lens/core/statistics/window";
import type { ReadContext } from "../day/context.ts";
import { unpackRollup } from "../day/packed.ts";
import { DEPLOYMENTS_ATTRIBUTES, decodeDeployments } from "../day/part.ts";
import { deploymentsOf, readDays } from "../day/read.ts";
import { bytesOf, type Item, nameOf, textOf } from "../table/attributes.ts";
import type { RangeQuery } from "../table/client.ts";
import { UnreadableItemError } from "../table/errors.ts";
import {
  AFTER_LAST_DAY,
  dayOf,
  daySort,
  FIRST_DAY,
  type ItemKey,
  projectPartition,
  type ServiceRef,
  servicePartition,
} from "../table/keys.ts";
import { TABLE } from "../table/schema.ts";

/** One service, or all services of the project without `serviceId`. */
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
 * Reads rollups: one for each service and day on which deployments started. From an index, so a change may take a moment to
 * appear.
 */
export async function readRollups(context: ReadContext, query: RollupsQuery): Promise<DayRollup[]> {
  return (await readStoredRollups(context, query)).map(({ keys, ...dayRollup }) => dayRollup);
}

/** A day's rollup and the items that contain it. */
export interface StoredRollup extends DayRollup {
  readonly serviceId: string;
  readonly startsMs: StartsMs;
  readonly keys: readonly ItemKey[];
}

/** As {@link readRollups}, with the items from which the deployments can be read. */
export async function readStoredRollups(context: ReadContext, query: RollupsQuery): Promise<StoredRollup[]> {
  const byDay = new Map<string, [StoredRollup, ...StoredRollup[]]>();
  for await (const page of readStoredParts(context, query)) {
    for (const part of page) {
      const day = `${part.day}#${part.serviceId}`;
      const parts = byDay.get(day);
      if (parts === undefined) byDay.set(day, [part]);
      else parts.push(part);
    }
  }
  return [...byDay.values()].map(wholeDay);
}

/** Reads the rollups of single parts of days, page by page in the order of days. */
export async function* readStoredParts(
  context: ReadContext,
  query: RollupsQuery,
  order: Pick<RangeQuery, "newestFirst" | "pageSize"> = {},
): AsyncGenerator<readonly StoredRollup[], void, undefined> {
  const range = { ...indexRange(query), ...order, attributes: ROLLUP_ATTRIBUTES };
  for await (const items of context.table.query(range)) yield items.map(storedRollup);
}

/** Reads each deployment's contribution to statistics, oldest day first. */
export async function readDurations(
  context: ReadContext,
  query: DurationsQuery,
): Promise<DeploymentDurations[]> {
  const { fromMs, toMs } = query;
  const days = await readStoredRollups(context, { ...query, firstDay: dayOf(fromMs), lastDay: dayOf(toMs) });
  const durations = await durationsIn(
    context,
    days.filter((day) => placeInWindow(day, query) !== "outside"),
  );
  return durations.filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs);
}

/** Reads the contributions of the deployments behind some rollups, oldest first. */
export async function durationsIn(
  context: ReadContext,
  days: readonly StoredRollup[],
): Promise<DeploymentDurations[]> {
  const keys = days.flatMap((day) => day.keys);
  const items = await context.table.getAll(keys, DEPLOYMENTS_ATTRIBUTES);
  return items
    .flatMap((item) => decodeDeployments(item).map(({ deployment }) => deploymentDurations(deployment)))
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** Reads the contributions of a service's last deployments, newest first, as the history for an estimate. */
export async function recentDurations(
  context: ReadContext,
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

const ROLLUP_ATTRIBUTES = ["pk", "sk", "rollup"] as const;

function storedRollup(item: Item): StoredRollup {
  const key = { pk: textOf(item, "pk"), sk: textOf(item, "sk") };
  const [, serviceId] = /#service#([^#]+)$/.exec(key.pk) ?? [];
  const [, day] = /^day#(.+)#\d+$/.exec(key.sk) ?? [];
  if (serviceId === undefined || day === undefined) {
    throw new UnreadableItemError({ key: nameOf(item), reason: "it is not a day of a service" });
  }
  const packed = bytesOf(item, "rollup");
  if (packed === null) throw new UnreadableItemError({ key: nameOf(item), reason: "it has no rollup" });
  try {
    return { serviceId, day, keys: [key], ...unpackRollup(packed) };
  } catch (error) {
    throw new UnreadableItemError(
      { key: nameOf(item), reason: "its rollup does not decode" },
      { cause: error },
    );
  }
}

/** Merges the parts of a day. */
function wholeDay(parts: readonly [StoredRollup, ...StoredRollup[]]): StoredRollup {
  const [first] = parts;
  if (parts.length === 1) return first;
  return {
    ...first,
    keys: parts.flatMap(({ keys }) => keys),
    startsMs: [
      parts.reduce((ms, { startsMs }) => Math.min(ms, startsMs[0]), Number.POSITIVE_INFINITY),
      parts.reduce((ms, { startsMs }) => Math.max(ms, startsMs[1]), Number.NEGATIVE_INFINITY),
    ],
    rollup: mergeRollups(parts.map(({ rollup }) => rollup)),
  };
}
