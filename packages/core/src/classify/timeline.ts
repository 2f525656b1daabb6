import { compareEvents, type ServiceEvent, withoutRepeats } from "../event/service-event.ts";
import { PHASES, phaseIndex } from "../vocabulary/phase.ts";
import { type Classification, DEPLOYMENT_KINDS, type DeploymentKind } from "../vocabulary/signal.ts";
import { classify } from "./index.ts";

/** An event with the classification of its text. */
export interface ClassifiedEvent {
  readonly event: ServiceEvent;
  readonly classification: Classification;
}

/**
 * Sorts events: by time, then lifecycle begin, phase begin, phase end, terminal; within those by
 * phase, kind, signal, severity and text. Duplicates collapse. Arrival order has no influence.
 */
export function timelineOf(events: Iterable<ServiceEvent>): ClassifiedEvent[] {
  const timeline: ClassifiedEvent[] = [];
  let latest: ClassifiedEvent | null = null;
  let isInOrder = true;
  for (const event of events) {
    const one = classified(event);
    isInOrder &&= latest === null || compareMeaning(latest, one) < 0;
    timeline.push(one);
    latest = one;
  }
  return isInOrder ? timeline : withoutRepeats(timeline.sort(compareMeaning), compareMeaning);
}

/** An event with its classification. */
export function classified(event: ServiceEvent): ClassifiedEvent {
  return { event, classification: classify(event.message) };
}

/**
 * The kind of deployment that an event opens, or `null`.
 *
 * @example
 * openedKind(classify("The service is being updated.")); // "update"
 */
export function openedKind(classification: Classification): DeploymentKind | null {
  if (classification.signal !== "begin" || classification.operation === null) return null;
  for (const kind of DEPLOYMENT_KINDS) if (kind === classification.operation) return kind;
  return null;
}

function compareMeaning(a: ClassifiedEvent, b: ClassifiedEvent): number {
  return (
    a.event.occurredAtMs - b.event.occurredAtMs ||
    rankOf(a.classification) - rankOf(b.classification) ||
    phaseRank(a.classification) - phaseRank(b.classification) ||
    kindRank(a.classification) - kindRank(b.classification) ||
    signalRank(a.classification) - signalRank(b.classification) ||
    compareEvents(a.event, b.event)
  );
}

function rankOf(classification: Classification): number {
  if (openedKind(classification) !== null) return 0;
  if (classification.operation !== null) return 3;
  return classification.signal === "begin" ? 1 : 2;
}

/** Begins of the same kind are adjacent, so that several wordings of one begin count once. */
function kindRank(classification: Classification): number {
  const kind = openedKind(classification);
  return kind === null ? DEPLOYMENT_KINDS.length : DEPLOYMENT_KINDS.indexOf(kind);
}

function phaseRank(classification: Classification): number {
  return classification.phase === null ? PHASES.length : phaseIndex(classification.phase);
}

/** Success sorts after failure: within one millisecond the success decides. */
function signalRank(classification: Classification): number {
  return classification.signal === "success" ? 1 : 0;
}
