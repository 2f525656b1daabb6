import { mergeRollups, overallRollup, type Rollup } from "@deploy-lens/core/rollup";
import { decodeRollup } from "@deploy-lens/core/rollup/codec";
import type { StoreContext } from "../day/context.ts";
import { countedShare, unpackRollup } from "../day/packed.ts";
import { decodeShare } from "../day/part.ts";
import { bytesOf, type Item, integerOf, textOf } from "../table/attributes.ts";
import { type ItemKey, projectDaySort, projectPartition } from "../table/keys.ts";
import { retryStale } from "../table/retry.ts";
import { TABLE } from "../table/schema.ts";
import { putDay, readDay, settle } from "./fold.ts";
import type { PartShare, ProjectDay } from "./project-day.ts";

/** A project's day to count anew. */
export interface RecountInput {
  readonly projectId: string;
  readonly day: string;
}

/** Shares that one write of a project's day takes: some 200 bytes each. */
const MAX_SHARES = 500;

/**
 * Replaces a project's day by the sum of what its services' parts say that it includes.
 *
 * Needed where a writer of before there were days of projects has rewritten a part that was folded: such a part no longer says
 * that it is included, and the next fold would count it twice. A recount includes these parts as a fold does. Safe to
 * repeat, to interrupt anywhere, and to run beside folds and writers.
 *
 * @throws ConflictError if others kept writing to the same day.
 */
export async function recountProjectDay(context: StoreContext, input: RecountInput): Promise<void> {
  let isDone = false;
  while (!isDone) {
    isDone = await retryStale(
      context.retry,
      `The day ${input.day} of project ${input.projectId}`,
      async () => {
        const stored = await readDay(context, input.projectId, input.day);
        const { day, isWhole } = recounted(stored, await readItems(context, input));
        await putDay(context, input.projectId, day);
        await settle(context, input.projectId, day);
        return isWhole;
      },
    );
  }
}

/** The items of all parts of a day that have a rollup, as of now; the index only tells their keys. */
async function readItems(context: StoreContext, { projectId, day }: RecountInput): Promise<readonly Item[]> {
  const keys: ItemKey[] = [];
  const partition = projectPartition(projectId);
  const range = { index: TABLE.indexes.byProject, partition, from: day, to: `${day}~` };
  for await (const items of context.table.query({ ...range, attributes: ["pk", "sk"] })) {
    keys.push(...items.map((item) => ({ pk: textOf(item, "pk"), sk: textOf(item, "sk") })));
  }
  const attributes = ["pk", "sk", "revision", "rollup", "counted", "foldedBy"];
  return context.table.getAll(keys, attributes, { consistent: true });
}

/** The day as the sum of its parts' shares; not whole if more parts say nothing than one write takes. */
function recounted(stored: ProjectDay, items: readonly Item[]): { day: ProjectDay; isWhole: boolean } {
  const rollups: Rollup[] = [];
  const shares = new Map<string, PartShare>();
  let [firstMs, lastMs] = stored.startsMs;
  let { fold } = stored;
  let left = 0;
  for (const item of items) {
    const { counted, foldedBy, isMarked } = decodeShare(item);
    const packed = bytesOf(item, "rollup");
    fold = Math.max(fold, foldedBy);
    if (isMarked && counted !== null) {
      rollups.push(decodeRollup(counted));
    } else if (packed !== null && foldedBy === 0 && shares.size === MAX_SHARES) {
      left += 1;
    } else if (packed !== null) {
      const { startsMs, rollup } = unpackRollup(packed);
      rollups.push(overallRollup(rollup));
      firstMs = Math.min(firstMs, startsMs[0]);
      lastMs = Math.max(lastMs, startsMs[1]);
      if (foldedBy === 0)
        shares.set(sortOf(item), { revision: integerOf(item, "revision"), counted: countedShare(packed) });
    }
  }
  const day = {
    day: stored.day,
    revision: stored.revision + 1,
    fold: fold + 1,
    startsMs: [firstMs, lastMs] as const,
    rollup: mergeRollups(rollups),
    shares,
  };
  return { day, isWhole: left === 0 };
}

/** The place of a part in its project's index, by which shares are named. */
function sortOf(item: Item): string {
  const [, serviceId = ""] = /#service#([^#]+)$/.exec(textOf(item, "pk")) ?? [];
  const [, day = "", part = ""] = /^day#(.+)#(\d+)$/.exec(textOf(item, "sk")) ?? [];
  return projectDaySort(day, serviceId, Number(part));
}
