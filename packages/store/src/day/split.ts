import { RecordTooLargeError } from "../table/errors.ts";
import type { StoredDeployment } from "./evidence.ts";
import { countFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import { type DayPart, type EncodedDayPart, newDayPart } from "./part.ts";

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
export interface Piece {
  readonly facts: ServiceFacts;
  readonly deployments: readonly StoredDeployment[];
}

/**
 * Splits content that exceeds one part into pieces that fit, facts before deployments, each in its order.
 *
 * @throws RecordTooLargeError if a single record does not fit into an item.
 */
export function splitToFit(piece: Piece, day: string, limits: DayLimits): readonly Piece[] {
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
