import { RecordTooLargeError } from "../table/errors.ts";
import type { StoredDeployment } from "./deployment.ts";
import { countFacts, factsBeyond, mergeFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import { type DayPart, type EncodedDayPart, newDayPart } from "./part.ts";
import { compareByStart } from "./read.ts";

/** The desired content of a day. */
export interface DayTarget {
  readonly day: string;
  /** Facts of the day; those already stored may be omitted. */
  readonly facts: ServiceFacts;
  /** Exactly the deployments that started on the day. */
  readonly deployments: readonly StoredDeployment[];
}

/**
 * Plans the writes that bring a day to its target, in the order in which to make them; none if nothing differs.
 *
 * Each write is one part, to be put on condition that the part still has the revision before. Facts come no later than what
 * was derived from them, and a deployment leaves its part before it enters another: a crash after any write leaves nothing
 * that the same work, done again, would not complete, and never a deployment counted twice.
 *
 * @param stored The whole day as it was read; every part but the last is sealed.
 */
export function planDay(
  stored: readonly DayPart[],
  target: DayTarget,
  limits: DayLimits,
): readonly EncodedDayPart[] {
  const newFacts = factsBeyond(mergeFacts(stored.map((part) => part.facts)), target.facts);
  const { corrections, missing } = correctParts(stored, target.deployments, limits);
  const evictions = corrections.filter((one) => one.changed && one.evicts);
  const repairs = corrections.filter((one) => one.changed && !one.evicts);
  if (countFacts(newFacts) === 0 && missing.length === 0) {
    return [...evictions, ...repairs].map(({ next }) => write(next, limits));
  }

  const last = corrections.at(-1) ?? null;
  const open = last === null ? newDayPart(target.day, 0) : last.next;
  // The last part may be sealed already, by someone who died before beginning the next one.
  const grown = open.sealed ? null : write(withMore(open, newFacts, missing), limits);
  if (grown !== null && grown.bytes <= limits.maxPartBytes) {
    return [
      ...evictions.filter((one) => one !== last).map(({ next }) => write(next, limits)),
      grown,
      ...repairs.filter((one) => one !== last).map(({ next }) => write(next, limits)),
    ];
  }

  const seal = last === null || open.sealed ? null : write({ ...last.stored, sealed: true }, limits);
  const afterSeal = ({ stored: before, next }: Correction): DayPart =>
    seal !== null && before === last?.stored ? { ...next, sealed: true, revision: seal.part.revision } : next;
  const pieces = splitToFit({ facts: newFacts, deployments: missing }, target.day, limits);
  const fresh = pieces.map((piece, index) => ({
    ...newDayPart(target.day, (last === null ? 0 : last.stored.part + 1) + index),
    ...piece,
    sealed: index < pieces.length - 1,
  }));
  return [
    ...(seal === null ? [] : [seal]),
    ...evictions.map((one) => write(afterSeal(one), limits)),
    ...fresh.map((part) => write(part, limits)),
    ...repairs.map((one) => write(afterSeal(one), limits)),
  ];
}

/** Updates the deployments of one stored part and removes those that are gone. */
interface Correction {
  readonly stored: DayPart;
  readonly next: DayPart;
  readonly changed: boolean;
  /** True if a corrected deployment no longer fits and has to move to another part. */
  readonly evicts: boolean;
}

function correctParts(
  stored: readonly DayPart[],
  wanted: readonly StoredDeployment[],
  limits: DayLimits,
): { readonly corrections: readonly Correction[]; readonly missing: readonly StoredDeployment[] } {
  const missing = new Map(wanted.map((one) => [one.deployment.id, one]));
  const corrections = stored.map((part) => {
    const kept = part.deployments.flatMap(({ deployment }) => {
      const current = missing.get(deployment.id);
      missing.delete(deployment.id);
      return current === undefined ? [] : [current];
    });
    const changed = part.isOutdated || JSON.stringify(kept) !== JSON.stringify(part.deployments);
    const next = { ...part, deployments: kept };
    if (!changed || limits.encode(next).bytes <= limits.maxItemBytes) {
      return { stored: part, next, changed, evicts: false };
    }
    const before = new Set(part.deployments.map((one) => JSON.stringify(one)));
    const unchanged = kept.filter((one) => before.has(JSON.stringify(one)));
    for (const one of kept) if (!unchanged.includes(one)) missing.set(one.deployment.id, one);
    return { stored: part, next: { ...part, deployments: unchanged }, changed, evicts: true };
  });
  return { corrections, missing: [...missing.values()] };
}

function withMore(part: DayPart, facts: ServiceFacts, deployments: readonly StoredDeployment[]): DayPart {
  return {
    ...part,
    facts: mergeFacts([part.facts, facts]),
    deployments: [...part.deployments, ...deployments].sort(compareByStart),
  };
}

function write(part: DayPart, limits: DayLimits): EncodedDayPart {
  return limits.encode({ ...part, revision: part.revision + 1 });
}

/** Size limits of items. */
export interface DayLimits {
  /** A part that would exceed this is sealed, and the next one begins. */
  readonly maxPartBytes: number;
  /** The maximum size of an item. */
  readonly maxItemBytes: number;
  /** Encodes a part to measure its size. */
  readonly encode: (part: DayPart) => EncodedDayPart;
}

/** The content of one part. */
interface Piece {
  readonly facts: ServiceFacts;
  readonly deployments: readonly StoredDeployment[];
}

/**
 * Splits content that exceeds one part into pieces that fit, facts before deployments, each in its order.
 *
 * @throws RecordTooLargeError if a single record does not fit into an item.
 */
function splitToFit(piece: Piece, day: string, limits: DayLimits): readonly Piece[] {
  const { bytes } = limits.encode({ ...newDayPart(day, 0), ...piece });
  const { facts, deployments } = piece;
  if (countFacts(facts) + deployments.length > 1 && bytes > limits.maxPartBytes) {
    return halves(piece).flatMap((half) => splitToFit(half, day, limits));
  }
  if (bytes > limits.maxItemBytes) {
    throw new RecordTooLargeError(
      deployments[0]?.deployment.id ?? `A fact of ${day}`,
      bytes,
      limits.maxItemBytes,
    );
  }
  return [piece];
}

function halves({ facts, deployments }: Piece): readonly Piece[] {
  const count = countFacts(facts);
  if (count > 0 && deployments.length > 0) {
    return [
      { facts, deployments: [] },
      { facts: NO_FACTS, deployments },
    ];
  }
  const middle = Math.ceil((count + deployments.length) / 2);
  return [
    { facts: sliceFacts(facts, 0, middle), deployments: deployments.slice(0, middle) },
    { facts: sliceFacts(facts, middle, count), deployments: deployments.slice(middle) },
  ];
}

/** Facts in a row (events, then statuses, then updates), from one place up to another. */
function sliceFacts({ events, statuses, updates }: ServiceFacts, from: number, to: number): ServiceFacts {
  const slice = <Fact>(facts: readonly Fact[], offset: number) =>
    facts.slice(Math.max(0, from - offset), Math.max(0, to - offset));
  return {
    events: slice(events, 0),
    statuses: slice(statuses, events.length),
    updates: slice(updates, events.length + statuses.length),
  };
}
