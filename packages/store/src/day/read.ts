import type { TableReader } from "../table/client.ts";
import {
  AFTER_LAST_DAY,
  dayOf,
  daySort,
  FIRST_DAY,
  type ServiceRef,
  servicePartition,
} from "../table/keys.ts";
import { StaleReadError } from "../table/retry.ts";
import type { ServiceDeployment, StoredDeployment } from "./deployment.ts";
import { factsWhere, mergeFacts, type ServiceFacts } from "./facts.ts";
import { type DayPart, decodeDayPart } from "./part.ts";

/** One complete UTC day of a service. */
export interface ServiceDay {
  readonly day: string;
  /** In order. */
  readonly parts: readonly DayPart[];
}

/** A range of days, both ends included. */
export interface DayRange {
  readonly fromDay?: string;
  readonly toDay?: string;
  readonly newestFirst?: boolean;
  readonly consistent?: boolean;
  readonly pageSize?: number;
}

/** Reads a service's days one by one, skipping days without facts. */
export async function* readDays(
  table: TableReader,
  service: ServiceRef,
  range: DayRange,
): AsyncGenerator<ServiceDay, void, undefined> {
  const { fromDay = FIRST_DAY, toDay = AFTER_LAST_DAY, newestFirst = false, consistent = false } = range;
  let current: { day: string; parts: DayPart[] } | null = null;
  for await (const items of table.query({
    partition: servicePartition(service),
    from: daySort(fromDay),
    to: `${daySort(toDay)}~`,
    newestFirst,
    consistent,
    pageSize: range.pageSize,
  })) {
    for (const item of items) {
      const part = decodeDayPart(item);
      if (current !== null && current.day === part.day) {
        current.parts.push(part);
        continue;
      }
      if (current !== null) yield whole(current, newestFirst);
      current = { day: part.day, parts: [part] };
    }
  }
  if (current !== null) yield whole(current, newestFirst);
}

/** Reads all facts of a half-open span of time, epoch ms, strongly consistent. */
export async function readFacts(
  table: TableReader,
  { fromMs, toMs, ...service }: ServiceRef & { readonly fromMs: number; readonly toMs: number },
): Promise<ServiceFacts> {
  const days: ServiceDay[] = [];
  const range = { fromDay: dayOf(fromMs), toDay: dayOf(toMs), consistent: true };
  for await (const day of readDays(table, service, range)) days.push(day);
  return factsWhere(factsOf(days), (atMs) => atMs >= fromMs && atMs < toMs);
}

/** The facts of some days. */
export function factsOf(days: readonly ServiceDay[]): ServiceFacts {
  return mergeFacts(days.flatMap(({ parts }) => parts.map((part) => part.facts)));
}

/** The deployments of some days, by start. */
export function deploymentsOf(days: readonly ServiceDay[]): StoredDeployment[] {
  return days.flatMap(({ parts }) => parts.flatMap((part) => [...part.deployments])).sort(compareByStart);
}

/** The last deployment that started at or before a time, or `null`; strongly consistent. */
export async function newestStartedBy(
  table: TableReader,
  service: ServiceRef,
  atMs: number,
): Promise<StoredDeployment | null> {
  const days = readDays(table, service, {
    toDay: dayOf(atMs),
    newestFirst: true,
    consistent: true,
    pageSize: 4,
  });
  for await (const day of days) {
    const found = deploymentsOf([day]).findLast(({ deployment }) => deployment.startedAtMs <= atMs);
    if (found !== undefined) return found;
  }
  return null;
}

function whole({ day, parts }: { day: string; parts: DayPart[] }, newestFirst: boolean): ServiceDay {
  return { day, parts: newestFirst ? parts.reverse() : parts };
}

/**
 * Checks that the parts of a day were read in one state: a part after an unsealed one means that the chain grew during the
 * read, so that a deployment might appear in none of them or in two.
 *
 * @throws StaleReadError when they were not.
 */
export function assertSettled({ day, parts }: ServiceDay): void {
  if (!parts.slice(0, -1).every((part) => part.sealed)) {
    throw new StaleReadError(`The day ${day} grew while it was being read`);
  }
}

/** Orders deployments of one service by start; of those that began within one millisecond, the superseded ones come first. */
export function compareByStart(a: ServiceDeployment, b: ServiceDeployment): number {
  const difference = a.deployment.startedAtMs - b.deployment.startedAtMs;
  if (difference !== 0) return difference;
  const isOvertaken = a.deployment.endedBy === "next_deployment";
  if (isOvertaken !== (b.deployment.endedBy === "next_deployment")) return isOvertaken ? -1 : 1;
  return a.deployment.id < b.deployment.id ? -1 : 1;
}
