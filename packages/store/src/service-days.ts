import { type DayPart, decodeDayPart } from "./day-part.ts";
import type { StoredDeployment } from "./evidence.ts";
import { AFTER_LAST_DAY, dayOf, daySort, FIRST_DAY, type ServiceRef, servicePartition } from "./keys.ts";
import { StaleReadError } from "./retry.ts";
import { compareByStart } from "./service-deployment.ts";
import { factsWhere, mergeFacts, type ServiceFacts } from "./service-facts.ts";
import type { TableReader } from "./table-client.ts";

/** One UTC day of a service, whole. */
export interface ServiceDay {
  readonly day: string;
  /** In order. */
  readonly parts: readonly DayPart[];
}

/** Which days, both ends included. */
export interface DayRange {
  readonly fromDay?: string;
  readonly toDay?: string;
  readonly newestFirst?: boolean;
  readonly consistent?: boolean;
  readonly pageSize?: number;
}

/** Reads a service's days one by one; days on which nothing happened are not there. */
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
    ...(range.pageSize === undefined ? {} : { pageSize: range.pageSize }),
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

/** Reads all facts of a half-open stretch of time, epoch ms. As of now. */
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

/** The deployment that started last, at a time or before it; `null` when there is none. As of now. */
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
 * Makes sure that the parts of a day were read in one state: a part after one that was still open means that the chain grew
 * while it was read, and a deployment might be seen in none of them, or in two.
 *
 * @throws StaleReadError when they were not.
 */
export function assertSettled({ day, parts }: ServiceDay): void {
  if (!parts.slice(0, -1).every((part) => part.sealed)) {
    throw new StaleReadError(`The day ${day} grew while it was read`);
  }
}
