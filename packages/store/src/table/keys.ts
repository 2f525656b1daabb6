import { utcDay } from "@deploy-lens/core/durations";
import { InvalidIdError } from "./errors.ts";

/** A service within its project. */
export interface ServiceRef {
  readonly projectId: string;
  readonly serviceId: string;
}

/** The keys of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

const ID = /^[A-Za-z0-9_.-]{1,128}$/;
/** 0000-01-01. */
const FIRST_DAY_MS = -62_167_219_200_000;
const LAST_DAY_MS = Date.UTC(9999, 11, 31);

/** The first day that a key can name. */
export const FIRST_DAY = utcDay(FIRST_DAY_MS);

/** Sorts after every day that a key can name. */
export const AFTER_LAST_DAY = "9999-12-32";

/**
 * The UTC day under which a time is stored. Keys sort by day within the years 0 to 9999; times outside are stored under the
 * first or the last of these days.
 *
 * @example
 * dayOf(1562597251764); // "2019-07-08"
 */
export function dayOf(atMs: number): string {
  return utcDay(Math.min(Math.max(atMs, FIRST_DAY_MS), LAST_DAY_MS));
}

/** The partition that holds a service's days. */
export function servicePartition({ projectId, serviceId }: ServiceRef): string {
  return `${projectPartition(projectId)}#service#${checkedId("service", serviceId)}`;
}

/** The partition that holds a project's services and its discovery. */
export function projectPartition(projectId: string): string {
  return `project#${checkedId("project", projectId)}`;
}

/** The key of one part of a service's day. */
export function dayKey(service: ServiceRef, day: string, part: number): ItemKey {
  return { pk: servicePartition(service), sk: `${daySort(day)}${partNumber(part)}` };
}

/** The prefix of the sort keys of a day's parts. */
export function daySort(day: string): string {
  return `day#${day}#`;
}

/** The key of a service's head. */
export function headKey({ projectId, serviceId }: ServiceRef): ItemKey {
  return { pk: projectPartition(projectId), sk: `${HEAD_SORT}${checkedId("service", serviceId)}` };
}

/** The prefix of the sort keys of heads. */
export const HEAD_SORT = "service#";

/** The key of a project's discovery progress. */
export function discoveryKey(projectId: string): ItemKey {
  return { pk: projectPartition(projectId), sk: "discovery" };
}

/** The partition of a project's days: the rollups of all its services. */
export function projectDaysPartition(projectId: string): string {
  return `${projectPartition(projectId)}#days`;
}

/** The partition of the marks of day parts that may differ from what their project's day includes of them. */
export function duePartition(projectId: string): string {
  return `${projectPartition(projectId)}#due`;
}

/** The partition of a project's findings: each service's findings, and the runs that these rest on. */
export function findingsPartition(projectId: string): string {
  return `${projectPartition(projectId)}#findings`;
}

/** The key of a service's findings. */
export function findingsKey({ projectId, serviceId }: ServiceRef): ItemKey {
  return { pk: findingsPartition(projectId), sk: `findings#${checkedId("service", serviceId)}` };
}

/** The key of the runs that a service's findings rest on. */
export function runsKey({ projectId, serviceId }: ServiceRef): ItemKey {
  return { pk: findingsPartition(projectId), sk: `runs#${checkedId("service", serviceId)}` };
}

/** The key of a day part whose mark or whose entry in the index has this sort key: see {@link projectDaySort}. */
export function dayKeyOf(projectId: string, sort: string): ItemKey {
  const [day = "", serviceId = "", part = ""] = sort.split("#");
  return dayKey({ projectId, serviceId }, day, Number(part));
}

/** The service of a day part, from the sort key of its mark. */
export function serviceOf(sort: string): string {
  return sort.split("#")[1] ?? "";
}

/** The key of a day part in the index of its project's rollups. */
export function projectDaySort(day: string, serviceId: string, part: number): string {
  return `${day}#${serviceId}#${partNumber(part)}`;
}

/** The index partition of a project's services that have an open deployment or owe a sync. */
export function unsettledPartition(projectId: string): string {
  return `${projectPartition(projectId)}#open`;
}

function partNumber(part: number): string {
  return part.toString().padStart(4, "0");
}

function checkedId(what: string, id: string): string {
  if (!ID.test(id)) throw new InvalidIdError(what, id);
  return id;
}
