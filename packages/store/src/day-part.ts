import { deploymentDurations } from "@deploy-lens/core/durations";
import { bytesOf, type Item, integerOf, itemBytes, nameOf, textOf, toItem } from "./attributes.ts";
import { UnreadableItemError } from "./errors.ts";
import type { StoredDeployment } from "./evidence.ts";
import { dayKey, projectDaySort, projectPartition, type ServiceRef } from "./keys.ts";
import { pack, unpack } from "./packed.ts";
import { packFacts, unpackFacts } from "./packed-facts.ts";
import { isOutdatedRollup, packRollup } from "./packed-rollup.ts";
import { countFacts, NO_FACTS, type ServiceFacts } from "./service-facts.ts";

/**
 * One item of the table: what happened in a service on one UTC day, the deployments that started that day, and the rollup
 * of these deployments.
 *
 * A day is one part until it outgrows an item; then the part is sealed and the next one takes what is new.
 */
export interface DayPart {
  readonly day: string;
  /** From 0. */
  readonly part: number;
  /** Grows by one with every write; 0 is a part that is not in the table yet. */
  readonly revision: number;
  /** A sealed part gains neither facts nor deployments any more; what it has may still be corrected or taken out. */
  readonly sealed: boolean;
  /** Whether its rollup was stored in a former format: it is written again even where nothing else differs. */
  readonly isOutdated: boolean;
  readonly facts: ServiceFacts;
  /** Ordered by start. */
  readonly deployments: readonly StoredDeployment[];
}

/** A part as the item to put. */
export interface EncodedDayPart {
  readonly part: DayPart;
  readonly item: Item;
  /** As DynamoDB counts. */
  readonly bytes: number;
}

const FORMAT = 1;
const LAYOUT = /^day#(.+)#(\d{4,})$/;

/** A day part that is not in the table yet. */
export function newDayPart(day: string, part: number): DayPart {
  return { day, part, revision: 0, sealed: false, isOutdated: false, facts: NO_FACTS, deployments: [] };
}

/**
 * Makes the item of a part.
 *
 * The rollup is computed here, from the very deployments that are put beside it. So it cannot count one twice, nor miss
 * one, nor be left behind by a correction.
 */
export function encodeDayPart(service: ServiceRef, part: DayPart, expiresAt: number | null): EncodedDayPart {
  const { facts, deployments } = part;
  const key = dayKey(service, part.day, part.part);
  const item = toItem({
    ...key,
    format: FORMAT,
    revision: part.revision,
    sealed: part.sealed ? 1 : null,
    facts: countFacts(facts) === 0 ? null : packFacts(facts),
    expiresAt,
    ...(deployments.length === 0
      ? {}
      : {
          deployments: pack(deployments),
          rollup: packRollup(deployments.map(({ deployment }) => deploymentDurations(deployment))),
          daySort: key.sk,
          projectKey: projectPartition(service.projectId),
          projectSort: projectDaySort(part.day, service.serviceId, part.part),
        }),
  });
  return { part: { ...part, isOutdated: false }, item, bytes: itemBytes(item) };
}

/** Reads an item that {@link encodeDayPart} made. @throws UnreadableItemError when it is anything else. */
export function decodeDayPart(item: Item): DayPart {
  const [, day, part] = LAYOUT.exec(textOf(item, "sk")) ?? [];
  if (day === undefined || part === undefined)
    throw new UnreadableItemError({ key: nameOf(item), reason: "it is no day" });
  const deployments = decodeDeployments(item);
  const facts = bytesOf(item, "facts");
  return {
    day,
    part: Number(part),
    revision: integerOf(item, "revision"),
    sealed: item.sealed !== undefined,
    isOutdated: item.rollup?.B !== undefined && isOutdatedRollup(item.rollup.B),
    facts: facts === null ? NO_FACTS : reading(item, () => unpackFacts(facts)),
    deployments,
  };
}

/** The attributes that {@link decodeDeployments} needs. */
export const DEPLOYMENTS_ATTRIBUTES = ["pk", "sk", "format", "deployments"] as const;

/** Reads the deployments alone. @throws UnreadableItemError as {@link decodeDayPart}. */
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
