import {
  type DayRollup,
  mergeRollups,
  overallRollup,
  type Rollup,
  type StartsMs,
} from "@deploy-lens/core/rollup";
import { decodeRollup } from "@deploy-lens/core/rollup/codec";
import { subtractRollup } from "@deploy-lens/core/rollup/subtract";
import type { ReadContext } from "../day/context.ts";
import { unpackRollup } from "../day/packed.ts";
import { decodeShare } from "../day/part.ts";
import { bytesOf, type Item, textOf } from "../table/attributes.ts";
import { AFTER_LAST_DAY, FIRST_DAY, projectDaysPartition } from "../table/keys.ts";
import { type DueMark, type ProjectDaysQuery, readMarks } from "./marks.ts";
import { decodeProjectDay, newProjectDay, type ProjectDay } from "./project-day.ts";

/** A project's days as of now. */
export interface ProjectDays {
  /** One for each day on which any service's deployments started, with what no fold has taken in yet. Oldest first. */
  readonly days: readonly (DayRollup & { readonly startsMs: StartsMs })[];
  /** Days that were being folded: their services' rollups answer. */
  readonly unsettled: readonly string[];
  /** Number of day parts that no fold has included yet. */
  readonly due: number;
}

/** The largest number of due parts that a reader adds one by one; beyond, their days' services answer. */
const MAX_DUE = 500;

/**
 * Reads the rollups of a project's days, and adds what is due: the sum of its services' days, bucket for bucket, without what
 * is about single models.
 *
 * The days are read before the parts that are due, so that a part may be newer than its day, never older. A part that a later
 * fold took in than its day's shows that: its day is unsettled.
 */
export async function readProjectDays(context: ReadContext, query: ProjectDaysQuery): Promise<ProjectDays> {
  const { projectId, firstDay = FIRST_DAY, lastDay = AFTER_LAST_DAY } = query;
  const days = new Map<string, ProjectDay>();
  const range = { partition: projectDaysPartition(projectId), from: firstDay, to: lastDay };
  for await (const items of context.table.query(range)) {
    for (const day of items.map(decodeProjectDay)) days.set(day.day, day);
  }
  const marks = await readMarks(context.table, query, MAX_DUE + 1);
  const unsettled = new Set<string>();
  const changes = new Map<string, DayChange>();
  if (marks.length > MAX_DUE) {
    for (const { day } of await readMarks(context.table, query)) unsettled.add(day);
  } else {
    for (const { mark, item } of await readMarked(context, marks)) {
      const change = changes.get(mark.day) ?? { before: [], after: [], startsMs: [] };
      changes.set(mark.day, change);
      if (!addChange(change, days.get(mark.day) ?? newProjectDay(mark.day), mark, item))
        unsettled.add(mark.day);
    }
  }
  const names = [...new Set([...days.keys(), ...changes.keys()])].filter((day) => !unsettled.has(day)).sort();
  return {
    days: names.flatMap((day) => wholeDay(days.get(day) ?? newProjectDay(day), changes.get(day))),
    unsettled: [...unsettled].sort(),
    due: marks.length,
  };
}

/** The changes that the due parts of a day make to it. */
interface DayChange {
  readonly before: Rollup[];
  readonly after: Rollup[];
  readonly startsMs: StartsMs[];
}

async function readMarked({ table }: ReadContext, marks: readonly DueMark[]) {
  const byKey = new Map(marks.map((mark) => [`${mark.partKey.pk} ${mark.partKey.sk}`, mark]));
  const items = await table.getAll(
    marks.map(({ partKey }) => partKey),
    ["pk", "sk", "rollup", "counted", "foldedBy"],
    { consistent: true },
  );
  return items.flatMap((item) => {
    const mark = byKey.get(`${textOf(item, "pk")} ${textOf(item, "sk")}`);
    return mark === undefined ? [] : [{ mark, item }];
  });
}

/** Adds a part's change; `false` when the day as read cannot tell what it includes of the part. */
function addChange(change: DayChange, day: ProjectDay, { sort }: DueMark, item: Item): boolean {
  const { counted, foldedBy, isMarked } = decodeShare(item);
  if (!isMarked || counted === null) return true;
  if (foldedBy > day.fold) return false;
  const included = foldedBy < day.fold ? (day.shares.get(sort)?.counted ?? counted) : counted;
  change.before.push(decodeRollup(included));
  const packed = bytesOf(item, "rollup");
  if (packed === null) return true;
  const { startsMs, rollup } = unpackRollup(packed);
  change.after.push(overallRollup(rollup));
  change.startsMs.push(startsMs);
  return true;
}

function wholeDay({ day, startsMs, rollup }: ProjectDay, change: DayChange | undefined): ProjectDays["days"] {
  const { before, after, startsMs: starts } = change ?? { before: [], after: [], startsMs: [] };
  const added = after.length === 0 ? rollup : mergeRollups([rollup, ...after]);
  const whole = before.length === 0 ? added : subtractRollup(added, mergeRollups(before));
  if (whole.counts.size === 0) return [];
  const firstMs = starts.reduce((ms, [first]) => Math.min(ms, first), startsMs[0]);
  const lastMs = starts.reduce((ms, [, last]) => Math.max(ms, last), startsMs[1]);
  return [{ serviceId: null, day, startsMs: [firstMs, lastMs], rollup: whole }];
}
