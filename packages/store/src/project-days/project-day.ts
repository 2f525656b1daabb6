import { EMPTY_ROLLUP, type Rollup, type StartsMs } from "@deploy-lens/core/rollup";
import { pack, packStarted, unpack, unpackRollup } from "../day/packed.ts";
import { bytesOf, type Item, integerOf, nameOf, textOf, toItem } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { type ItemKey, projectDaysPartition } from "../table/keys.ts";

/**
 * One UTC day of a project: the sum of the rollups of its services' day parts, without what is about single models.
 *
 * Of a part that says `counted`, the sum includes that; of any other its rollup; of one in `shares` the share, until the part
 * itself says so (its `foldedBy` is then this `fold` or later).
 */
export interface ProjectDay {
  readonly day: string;
  /** Incremented by every write; 0 for a day that is not in the table yet. */
  readonly revision: number;
  /** Incremented by every fold. */
  readonly fold: number;
  /** Bounds of the starts of its deployments, epoch ms; they never come closer. */
  readonly startsMs: StartsMs;
  readonly rollup: Rollup;
  /** The share of each part in the last fold, until all of these parts record it themselves. */
  readonly shares: ReadonlyMap<string, PartShare>;
}

/** A part's share in a fold. */
export interface PartShare {
  /** The part's revision that it was read at. */
  readonly revision: number;
  /** Encoded. */
  readonly counted: Uint8Array;
}

const FORMAT = 1;

/** A day that is not in the table yet. */
export function newProjectDay(day: string): ProjectDay {
  const startsMs = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;
  return { day, revision: 0, fold: 0, startsMs, rollup: EMPTY_ROLLUP, shares: new Map() };
}

export function projectDayKey(projectId: string, day: string): ItemKey {
  return { pk: projectDaysPartition(projectId), sk: day };
}

export function encodeProjectDay(projectId: string, day: ProjectDay, expiresAt: number | null): Item {
  const { revision, fold, startsMs, rollup, shares } = day;
  return toItem({
    ...projectDayKey(projectId, day.day),
    format: FORMAT,
    revision,
    fold,
    rollup: packStarted({ startsMs, rollup }),
    shares: shares.size === 0 ? null : pack([...shares].map(storedShare)),
    expiresAt,
  });
}

/** Reverses {@link encodeProjectDay}. @throws UnreadableItemError for any other item. */
export function decodeProjectDay(item: Item): ProjectDay {
  const fail = (reason: string, cause?: unknown): never => {
    throw new UnreadableItemError({ key: nameOf(item), reason }, { cause });
  };
  const format = integerOf(item, "format");
  if (format !== FORMAT) fail(`its format is ${format}, and this version reads ${FORMAT}: update the reader`);
  const packed = bytesOf(item, "rollup") ?? fail("it has no rollup");
  const shares = bytesOf(item, "shares");
  try {
    return {
      day: textOf(item, "sk"),
      revision: integerOf(item, "revision"),
      fold: integerOf(item, "fold"),
      ...unpackRollup(packed),
      shares: new Map(shares === null ? [] : storedShares(unpack(shares)).map(shareOf)),
    };
  } catch (error) {
    return fail("its content does not decode", error);
  }
}

type StoredShare = readonly [sort: string, revision: number, counted: string];

function storedShare([sort, { revision, counted }]: readonly [string, PartShare]): StoredShare {
  return [sort, revision, Buffer.from(counted).toString("base64")];
}

function shareOf([sort, revision, counted]: StoredShare): readonly [string, PartShare] {
  return [sort, { revision, counted: Buffer.from(counted, "base64") }];
}

/** Packed shares come from {@link encodeProjectDay} alone: the item's format was checked before. */
function storedShares(value: unknown): readonly StoredShare[] {
  return value as readonly StoredShare[];
}
