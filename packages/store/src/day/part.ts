import { deploymentDurations } from "@deploy-lens/core/durations";
import { fingerprint } from "@deploy-lens/core/text/fingerprint";
import { bytesOf, type Item, integerOf, itemBytes, nameOf, textOf, toItem } from "../table/attributes.ts";
import { UnreadableItemError } from "../table/errors.ts";
import { dayKey, projectDaySort, projectPartition, type ServiceRef } from "../table/keys.ts";
import type { StoredDeployment } from "./deployment.ts";
import { countFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import {
  countedShare,
  isOutdatedRollup,
  NOTHING_COUNTED,
  pack,
  packFacts,
  packRollup,
  unpack,
  unpackFacts,
} from "./packed.ts";

/**
 * One item of the table: a service's facts of one UTC day, the deployments that started that day, and the rollup
 * of these deployments.
 *
 * A day is one part until it outgrows an item; then the part is sealed and the next one takes what is new.
 */
export interface DayPart {
  readonly day: string;
  /** From 0. */
  readonly part: number;
  /** Incremented by every write; 0 for a part that is not in the table yet. */
  readonly revision: number;
  /** A sealed part gains no more facts or deployments; existing ones may still be corrected or removed. */
  readonly sealed: boolean;
  /** True if its rollup was stored in an older format, and so is written again even if nothing else differs. */
  readonly isOutdated: boolean;
  readonly facts: ServiceFacts;
  /** Ordered by start. */
  readonly deployments: readonly StoredDeployment[];
  /** The rollup as stored, packed; `null` without deployments. */
  readonly rollup: Uint8Array | null;
  /** Fingerprint of the ended deployments as stored: findings rest on more than the rollup has. `null` without any. */
  readonly ended: string | null;
  /**
   * This part's share in the project's day if it differs from its rollup, encoded: the part is due. `null`: its
   * rollup.
   */
  readonly counted: Uint8Array | null;
  /** The fold of the project's day that included the part last; 0 for none. */
  readonly foldedBy: number;
  /** True if the part is stored as due, with a mark that leads to it. */
  readonly isMarked: boolean;
}

/** A part encoded as an item. */
export interface EncodedDayPart {
  readonly part: DayPart;
  readonly item: Item;
  /** As DynamoDB counts it. */
  readonly bytes: number;
  /** True if the part becomes due with this write: the mark that leads to it is written first. */
  readonly needsMark: boolean;
}

const FORMAT = 1;
const LAYOUT = /^day#(.+)#(\d{4,})$/;

/** A day part that is not in the table yet. */
export function newDayPart(day: string, part: number): DayPart {
  return {
    day,
    part,
    revision: 0,
    sealed: false,
    isOutdated: false,
    facts: NO_FACTS,
    deployments: [],
    rollup: null,
    ended: null,
    counted: NOTHING_COUNTED,
    foldedBy: 0,
    isMarked: false,
  };
}

/**
 * Encodes a part.
 *
 * The rollup is computed here, from the deployments in the same item, so it cannot count one twice, miss one, or become
 * stale after a correction.
 */
export function encodeDayPart(service: ServiceRef, part: DayPart, expiresAt: number | null): EncodedDayPart {
  const { facts, deployments } = part;
  const key = dayKey(service, part.day, part.part);
  const rollup =
    deployments.length === 0
      ? null
      : packRollup(deployments.map(({ deployment }) => deploymentDurations(deployment)));
  const ended = endedFingerprint(deployments);
  const counted = countedOf(part, rollup, ended);
  const isDue = counted !== null && (part.isMarked || rollup !== null || counted !== NOTHING_COUNTED);
  const item = toItem({
    ...key,
    format: FORMAT,
    revision: part.revision,
    sealed: part.sealed ? 1 : null,
    facts: countFacts(facts) === 0 ? null : packFacts(facts),
    expiresAt,
    counted: isDue ? counted : null,
    foldedBy: part.foldedBy === 0 ? null : part.foldedBy,
    ended,
    ...(rollup === null
      ? {}
      : {
          deployments: pack(deployments),
          rollup,
          daySort: key.sk,
          projectKey: projectPartition(service.projectId),
          projectSort: projectDaySort(part.day, service.serviceId, part.part),
        }),
  });
  return {
    part: { ...part, isOutdated: false, rollup, ended, counted, isMarked: isDue },
    item,
    bytes: itemBytes(item),
    needsMark: isDue && !part.isMarked,
  };
}

/**
 * A part's share in the project's day after its rollup or an ended deployment has changed; it stays so until the next fold.
 */
function countedOf(
  { counted, rollup: before, ended: endedBefore }: DayPart,
  rollup: Uint8Array | null,
  ended: string | null,
): Uint8Array | null {
  if (counted !== null) return counted;
  const isSame = before === null ? rollup === null : rollup !== null && Buffer.compare(before, rollup) === 0;
  return isSame && ended === endedBefore ? null : countedShare(before);
}

/** Identifies what statistics and findings may know of ended deployments. */
function endedFingerprint(deployments: readonly StoredDeployment[]): string | null {
  const ended = deployments.flatMap(({ deployment, configuration }) => {
    const { id, outcome, totalMs, models, summary, gaps } = deployment;
    return outcome === null ? [] : [{ id, outcome, totalMs, models, summary, gaps, configuration }];
  });
  return ended.length === 0 ? null : fingerprint(JSON.stringify(ended));
}

/** Reverses {@link encodeDayPart}. @throws UnreadableItemError for any other item. */
export function decodeDayPart(item: Item): DayPart {
  const [, day, part] = LAYOUT.exec(textOf(item, "sk")) ?? [];
  if (day === undefined || part === undefined)
    throw new UnreadableItemError({ key: nameOf(item), reason: "it is not a day" });
  const deployments = decodeDeployments(item);
  const facts = bytesOf(item, "facts");
  const rollup = bytesOf(item, "rollup");
  const share = decodeShare(item);
  return {
    day,
    part: Number(part),
    revision: integerOf(item, "revision"),
    sealed: item.sealed !== undefined,
    // Parts of before there were project days are in none, and no mark leads to them.
    isOutdated: rollup !== null && (isOutdatedRollup(rollup) || (!share.isMarked && share.foldedBy === 0)),
    facts: facts === null ? NO_FACTS : reading(item, () => unpackFacts(facts)),
    deployments,
    rollup,
    ended: item.ended?.S ?? null,
    ...share,
  };
}

/** Decodes a part's share in the project's day. */
export function decodeShare(item: Item): Pick<DayPart, "counted" | "foldedBy" | "isMarked"> {
  const foldedBy = item.foldedBy === undefined ? 0 : integerOf(item, "foldedBy");
  const counted = bytesOf(item, "counted");
  return {
    counted: counted ?? (foldedBy === 0 ? NOTHING_COUNTED : null),
    foldedBy,
    isMarked: counted !== null,
  };
}

/** The attributes that {@link decodeDeployments} needs. */
export const DEPLOYMENTS_ATTRIBUTES = ["pk", "sk", "format", "deployments"] as const;

/** Decodes only the deployments. @throws UnreadableItemError as {@link decodeDayPart}. */
export function decodeDeployments(item: Item): readonly StoredDeployment[] {
  const format = integerOf(item, "format");
  if (format !== FORMAT) {
    throw new UnreadableItemError({
      key: nameOf(item),
      reason: `its format is ${format}, and this version reads ${FORMAT}: update the reader`,
    });
  }
  const deployments = bytesOf(item, "deployments");
  return deployments === null ? [] : reading(item, () => serviceDeployments(unpack(deployments)));
}

function reading<Content>(item: Item, read: () => Content): Content {
  try {
    return read();
  } catch (error) {
    throw new UnreadableItemError(
      { key: nameOf(item), reason: "its content does not unpack" },
      { cause: error },
    );
  }
}

/** Packed deployments come from {@link encodeDayPart} alone: the item's format was checked before. */
function serviceDeployments(value: unknown): readonly StoredDeployment[] {
  return value as readonly StoredDeployment[];
}
