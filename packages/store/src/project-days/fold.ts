import { mergeRollups, overallRollup, type Rollup, type StartsMs } from "@deploy-lens/core/rollup";
import { decodeRollup } from "@deploy-lens/core/rollup/codec";
import { subtractRollup } from "@deploy-lens/core/rollup/subtract";
import { expiryOf, type StoreContext } from "../day/context.ts";
import { countedShare, unpackRollup } from "../day/packed.ts";
import { decodeShare } from "../day/part.ts";
import { refreshFindings } from "../findings/refresh.ts";
import { bytesOf, integerOf, textOf, toItem } from "../table/attributes.ts";
import { dayKeyOf, type ItemKey, serviceOf } from "../table/keys.ts";
import { retryStale, StaleReadError } from "../table/retry.ts";
import { type DueMark, type ProjectDaysQuery, readMarks, removeMark } from "./marks.ts";
import {
  decodeProjectDay,
  encodeProjectDay,
  newProjectDay,
  type PartShare,
  type ProjectDay,
  projectDayKey,
} from "./project-day.ts";

/** The days to fold. */
export interface FoldInput extends ProjectDaysQuery {
  /** Parts taken in at most, the oldest days first; default: all that are due. */
  readonly limit?: number;
  /** Does nothing while fewer parts are due; default 1. */
  readonly atLeast?: number;
}

/** The result of a fold. */
export interface FoldResult {
  /** Parts whose rollups were taken into their project's day. */
  readonly folded: number;
  /** Days that changed. */
  readonly days: number;
}

/**
 * Takes the day parts that are due into their project's days, and brings the findings of their services up to date.
 *
 * Safe to repeat, to interrupt anywhere, and to run beside others, and beside writers of the same parts. A part is
 * included by three writes: the project's day, which then records the part's share; the part, which records it
 * itself; the project's day again, which drops its record. The next fold of a day completes an interrupted one.
 *
 * @throws ConflictError if others kept writing to the same items.
 */
export async function foldProjectDays(context: StoreContext, input: FoldInput): Promise<FoldResult> {
  const marks = await readMarks(context.table, input, input.limit);
  let folded = 0;
  let days = 0;
  if (marks.length < (input.atLeast ?? 1)) return { folded, days };
  const done: SettledMark[] = [];
  for (const [day, ofDay] of Map.groupBy(marks, (mark) => mark.day)) {
    const result = await retryStale(context.retry, `The day ${day} of project ${input.projectId}`, () =>
      foldDay(context, input.projectId, day, ofDay),
    );
    folded += result.folded;
    done.push(...result.done);
    if (result.folded > 0) days += 1;
  }
  const failures = await removeMarks(context, input.projectId, done);
  if (failures.size > 0) {
    const what = `The findings of ${[...failures.keys()].join(", ")} could not be brought up to date`;
    throw new AggregateError(failures.values(), what);
  }
  return { folded, days };
}

/** The mark of a part that is not due any more, with the revision at which it was not. */
interface SettledMark {
  readonly mark: DueMark;
  /** `null` when there is no such part. */
  readonly revision: number | null;
}

/**
 * Removes marks once the findings of their services have followed. A part that changes meanwhile is due again, with a mark of
 * a later revision, which stays.
 *
 * @returns the errors, by service: its marks stay.
 */
async function removeMarks(
  context: StoreContext,
  projectId: string,
  done: readonly SettledMark[],
): Promise<ReadonlyMap<string, unknown>> {
  const failures = new Map<string, unknown>();
  const services = Map.groupBy(done, ({ mark }) => serviceOf(mark.sort));
  await inParallel([...services], async ([serviceId, settled]) => {
    const days = [...new Set(settled.map(({ mark }) => mark.day))];
    try {
      await refreshFindings(context, { projectId, serviceId }, days);
    } catch (error) {
      failures.set(serviceId, error);
    }
  });
  const refreshed = done.filter(({ mark }) => !failures.has(serviceOf(mark.sort)));
  await inParallel(refreshed, ({ mark, revision }) => removeMark(context.table, projectId, mark, revision));
  return failures;
}

async function foldDay(
  context: StoreContext,
  projectId: string,
  day: string,
  marks: readonly DueMark[],
): Promise<{ readonly folded: number; readonly done: readonly SettledMark[] }> {
  const stored = await readDay(context, projectId, day);
  const due = (await readParts(context, marks)).filter(({ counted }) => counted !== null);
  if (due.length > 0) {
    const next = include(stored, due);
    await putDay(context, projectId, next);
    await settle(context, projectId, next);
  }
  const now = new Map((await readParts(context, marks)).map((part) => [part.mark.sort, part]));
  const done = marks.filter(({ sort }) => (now.get(sort)?.counted ?? null) === null);
  return {
    folded: due.length,
    done: done.map((mark) => ({ mark, revision: now.get(mark.sort)?.revision ?? null })),
  };
}

/** Reads a day as of now, and completes the last fold of it. */
export async function readDay(context: StoreContext, projectId: string, day: string): Promise<ProjectDay> {
  const item = await context.table.get(projectDayKey(projectId, day));
  return settle(context, projectId, item === null ? newProjectDay(day) : decodeProjectDay(item));
}

/** A part to fold. */
interface MarkedPart {
  readonly mark: DueMark;
  readonly revision: number;
  /** Packed; `null` without deployments. */
  readonly rollup: Uint8Array | null;
  /** The share in the project's day; `null`: its rollup. */
  readonly counted: Uint8Array | null;
  readonly foldedBy: number;
}

async function readParts({ table }: StoreContext, marks: readonly DueMark[]): Promise<readonly MarkedPart[]> {
  const byKey = new Map(marks.map((mark) => [keyText(mark.partKey), mark]));
  const items = await table.getAll(
    marks.map(({ partKey }) => partKey),
    ["pk", "sk", "revision", "rollup", "counted", "foldedBy"],
    { consistent: true },
  );
  return items.flatMap((item) => {
    const mark = byKey.get(keyText({ pk: textOf(item, "pk"), sk: textOf(item, "sk") }));
    if (mark === undefined) return [];
    const { counted, foldedBy, isMarked } = decodeShare(item);
    const rollup = bytesOf(item, "rollup");
    return [
      { mark, revision: integerOf(item, "revision"), rollup, counted: isMarked ? counted : null, foldedBy },
    ];
  });
}

/** The day with the current rollups of some due parts in place of what it included of them. */
function include(stored: ProjectDay, due: readonly MarkedPart[]): ProjectDay {
  const before: Rollup[] = [];
  const after: Rollup[] = [];
  const shares = new Map<string, PartShare>();
  let [firstMs, lastMs]: StartsMs = stored.startsMs;
  let { fold } = stored;
  for (const { mark, revision, rollup, counted, foldedBy } of due) {
    // A part that was folded later than the day knows: the day expired, and includes nothing of it.
    if (counted !== null && foldedBy <= stored.fold) before.push(decodeRollup(counted));
    if (rollup !== null) {
      const { startsMs, rollup: current } = unpackRollup(rollup);
      after.push(overallRollup(current));
      firstMs = Math.min(firstMs, startsMs[0]);
      lastMs = Math.max(lastMs, startsMs[1]);
    }
    shares.set(mark.sort, { revision, counted: countedShare(rollup) });
    fold = Math.max(fold, foldedBy);
  }
  const sum = mergeRollups([stored.rollup, ...after]);
  return {
    day: stored.day,
    revision: stored.revision + 1,
    fold: fold + 1,
    startsMs: [firstMs, lastMs],
    rollup: before.length === 0 ? sum : subtractRollup(sum, mergeRollups(before)),
    shares,
  };
}

/** Brings the parts of the last fold to say themselves what the day includes of them. */
export async function settle(context: StoreContext, projectId: string, day: ProjectDay): Promise<ProjectDay> {
  if (day.shares.size === 0) return day;
  await inParallel([...day.shares], ([sort, share]) => settlePart(context, projectId, sort, share, day.fold));
  const settled = { ...day, revision: day.revision + 1, shares: new Map<string, PartShare>() };
  await putDay(context, projectId, settled);
  return settled;
}

/** A part that was written since it was read stays due: what the day includes of it is not its rollup any more. */
function settlePart(
  { table, retry }: StoreContext,
  projectId: string,
  sort: string,
  share: PartShare,
  fold: number,
): Promise<void> {
  return retryStale(retry, `The part ${sort} of project ${projectId}`, async () => {
    const item = await table.get(dayKeyOf(projectId, sort));
    if (item === null || decodeShare(item).foldedBy >= fold) return;
    const before = integerOf(item, "revision");
    const { counted: _, ...rest } = item;
    const counted = before === share.revision ? null : share.counted;
    const next = { ...rest, ...toItem({ revision: before + 1, foldedBy: fold, counted }) };
    if (!(await table.put(next, before + 1)))
      throw new StaleReadError(`${sort} was written by somebody else`);
  });
}

/** @throws StaleReadError if the day was written since it was read */
export async function putDay(context: StoreContext, projectId: string, day: ProjectDay): Promise<void> {
  const item = encodeProjectDay(projectId, day, expiryOf(context, day.day));
  if (!(await context.table.put(item, day.revision))) {
    throw new StaleReadError(`The day ${day.day} of project ${projectId} was folded by somebody else`);
  }
}

/** Parts written at once. */
const CONCURRENCY = 8;

async function inParallel<Entry>(
  entries: readonly Entry[],
  work: (entry: Entry) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < entries.length; at += CONCURRENCY) {
    await Promise.all(entries.slice(at, at + CONCURRENCY).map(work));
  }
}

function keyText({ pk, sk }: ItemKey): string {
  return `${pk} ${sk}`;
}
