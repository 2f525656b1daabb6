import { type Item, integerOf, textOf } from "../table/attributes.ts";
import type { TableClient, TableReader } from "../table/client.ts";
import { AFTER_LAST_DAY, dayKeyOf, duePartition, FIRST_DAY, type ItemKey } from "../table/keys.ts";

/** Leads to a day part that may differ from what its project's day includes of it. */
export interface DueMark {
  readonly day: string;
  /** The part's place in its project: day, service, number. */
  readonly sort: string;
  /** The key of the part. */
  readonly partKey: ItemKey;
  /** The revision of the part that the mark announces; it may never be written. */
  readonly revision: number;
}

/** Whole UTC days, both ends included. */
export interface ProjectDaysQuery {
  readonly projectId: string;
  readonly firstDay?: string;
  readonly lastDay?: string;
}

/** Reads the marks of some days, strongly consistent, oldest day first. */
export async function readMarks(
  table: TableReader,
  { projectId, firstDay = FIRST_DAY, lastDay = AFTER_LAST_DAY }: ProjectDaysQuery,
  limit = Number.POSITIVE_INFINITY,
): Promise<readonly DueMark[]> {
  const marks: DueMark[] = [];
  const range = { partition: duePartition(projectId), from: firstDay, to: `${lastDay}~`, consistent: true };
  const pages = table.query(Number.isFinite(limit) ? { ...range, pageSize: limit } : range);
  for await (const items of pages) {
    marks.push(...items.map((item) => markOf(projectId, item)));
    if (marks.length >= limit) break;
  }
  return marks.slice(0, limit);
}

/**
 * Removes the mark of a part that is not due. A part of an earlier revision than the mark's may be about to be written, and
 * keeps it.
 *
 * @param revision of the part; `null` when there is none (any more)
 */
export async function removeMark(
  table: TableClient,
  projectId: string,
  mark: DueMark,
  revision: number | null,
): Promise<void> {
  const isReached = revision === null ? mark.revision > 1 : revision >= mark.revision;
  if (isReached) await table.remove({ pk: duePartition(projectId), sk: mark.sort }, mark.revision);
}

function markOf(projectId: string, item: Item): DueMark {
  const sort = textOf(item, "sk");
  return {
    day: sort.slice(0, sort.indexOf("#")),
    sort,
    partKey: dayKeyOf(projectId, sort),
    revision: integerOf(item, "revision"),
  };
}
