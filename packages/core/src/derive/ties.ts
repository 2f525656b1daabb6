import { type ClassifiedEvent, openedKind } from "../classify/timeline.ts";
import type { Phase } from "../vocabulary/phase.ts";
import type { Classification, ModelVersion } from "../vocabulary/signal.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { endsStop, isClosed, isStopAnnounced } from "./closing.ts";

/**
 * Puts what ends before what begins, within each millisecond of a timeline: first the ends of what was open before it, then
 * the begins, then the ends of what began in it (contract 3, rule 1).
 *
 * @param timeline by time, and within a millisecond begins first
 * @param statuses oldest first
 */
export function endsBeforeBegins(
  timeline: readonly ClassifiedEvent[],
  statuses: readonly ServiceStatusObservation[],
): readonly ClassifiedEvent[] {
  if (!hasMixedTie(timeline)) return timeline;
  const running = new RunningAttempts();
  const ordered: ClassifiedEvent[] = [];
  /** Index of the latest deployment's begin in `ordered`. */
  let latest: number | null = null;
  /** The number of events that `running` has seen: it is only asked at a tie. */
  let seen = 0;
  const settled = (from: number, to: number): readonly ClassifiedEvent[] => {
    const tie = timeline.slice(from, to);
    for (seen = Math.max(seen, latest ?? 0); seen < ordered.length; seen++) {
      const one = ordered[seen];
      if (one !== undefined) running.take(one.classification);
    }
    if (!beginsBesideEnd(tie)) return settledWithin(tie, running);
    return settledAtBegin(tie, running, latest === null ? [] : ordered.slice(latest), statuses);
  };
  for (let from = 0; from < timeline.length; ) {
    const to = endOfTie(timeline, from);
    for (const one of to - from === 1 ? timeline.slice(from, to) : settled(from, to)) {
      if (openedKind(one.classification) !== null) latest = ordered.length;
      ordered.push(one);
    }
    from = to;
  }
  return ordered;
}

/**
 * True if a deployment that begins in the millisecond of these events depends on the one before it: something also
 * ends in that millisecond, and only what was open before decides what.
 */
export function beginsBesideEnd(tie: readonly ClassifiedEvent[]): boolean {
  return (
    tie.some(({ classification }) => openedKind(classification) !== null) &&
    tie.some(({ classification }) => isEnd(classification))
  );
}

function hasMixedTie(timeline: readonly ClassifiedEvent[]): boolean {
  let first: ClassifiedEvent | undefined;
  for (const one of timeline) {
    if (one.event.occurredAtMs !== first?.event.occurredAtMs) first = one;
    else if (isBegin(first.classification) && isEnd(one.classification)) return true;
  }
  return false;
}

/** Index of the first event of the next millisecond. */
function endOfTie(timeline: readonly ClassifiedEvent[], from: number): number {
  const atMs = timeline[from]?.event.occurredAtMs;
  let to = from + 1;
  while (timeline[to]?.event.occurredAtMs === atMs && to < timeline.length) to++;
  return to;
}

/**
 * Orders a millisecond in which a deployment begins and something ends.
 *
 * @param before events of the previous deployment, from its begin; empty if there is none
 */
function settledAtBegin(
  tie: readonly ClassifiedEvent[],
  running: RunningAttempts,
  before: readonly ClassifiedEvent[],
  statuses: readonly ServiceStatusObservation[],
): readonly ClassifiedEvent[] {
  const [begin] = before;
  if (begin === undefined) return tie;
  const startedAtMs = begin.event.occurredAtMs;
  const atMs = tie[0]?.event.occurredAtMs ?? startedAtMs;
  const during = statuses.filter((one) => one.transitionAtMs > startedAtMs && one.transitionAtMs < atMs);
  // A stop that fails within this millisecond closed nothing.
  if (
    isClosed(
      [
        ...before,
        ...tie.filter(
          ({ classification }) => endsStop(classification) && classification.signal === "failure",
        ),
      ],
      during,
    )
  ) {
    const isStopping = isStopAnnounced(before);
    return endsFirst(tie, (classification) => isStopping && endsStop(classification));
  }
  return endsFirst(
    tie,
    (classification) =>
      !isPhaseEnd(classification) || running.has(classification) || !begins(tie, classification),
  );
}

/** Orders a millisecond in which no deployment begins, or nothing ends. */
function settledWithin(
  tie: readonly ClassifiedEvent[],
  running: RunningAttempts,
): readonly ClassifiedEvent[] {
  return hasMixedTie(tie)
    ? endsFirst(tie, (classification) => isPhaseEnd(classification) && running.has(classification))
    : tie;
}

/** Moves the ends of what was open before to the front. */
function endsFirst(
  tie: readonly ClassifiedEvent[],
  wasOpen: (classification: Classification) => boolean,
): readonly ClassifiedEvent[] {
  const ended = new Set<string>();
  const first: ClassifiedEvent[] = [];
  const others: ClassifiedEvent[] = [];
  for (const one of tie) {
    const { classification } = one;
    // An attempt ends once; a second end belongs to one that began since.
    const isFirst =
      isEnd(classification) &&
      wasOpen(classification) &&
      !(isPhaseEnd(classification) && ended.has(attemptOf(classification)));
    if (isFirst && isPhaseEnd(classification)) ended.add(attemptOf(classification));
    (isFirst ? first : others).push(one);
  }
  return [...first, ...others];
}

/** True if a phase both begins and ends in a millisecond. */
function begins(tie: readonly ClassifiedEvent[], { phase, model }: Classification): boolean {
  return tie.some(
    ({ classification }) =>
      classification.phase === phase &&
      classification.signal === "begin" &&
      (classification.model === null || model === null || labelOf(classification.model) === labelOf(model)),
  );
}

function isPhaseEnd(classification: Classification): boolean {
  return classification.phase !== null && classification.operation === null && isEnd(classification);
}

function attemptOf({ phase, model }: Classification): string {
  return `${phase} ${labelOf(model)}`;
}

function labelOf(model: ModelVersion | null): string {
  return model === null ? "" : `${model.name} ${model.version}`;
}

function isBegin(classification: Classification): boolean {
  return (
    openedKind(classification) !== null ||
    (classification.signal === "begin" && classification.phase !== null)
  );
}

function isEnd(classification: Classification): boolean {
  switch (classification.signal) {
    case "success":
    case "failure":
    case "retry":
      return true;
    case "begin":
      return classification.operation !== null && openedKind(classification) === null;
    case "info":
    case "unclassified":
      return false;
    default:
      return classification satisfies never;
  }
}

type AttemptState = "running" | "retrying" | "done";

/** The running attempts of each phase in the present deployment, as reported by texts. */
class RunningAttempts {
  private phases = new Map<Phase, Map<string, AttemptState>>();

  take(classification: Classification): void {
    if (openedKind(classification) !== null) this.phases = new Map();
    if (
      classification.phase === null ||
      classification.operation !== null ||
      !(isBegin(classification) || isEnd(classification))
    )
      return;
    const states = this.phases.get(classification.phase) ?? new Map<string, AttemptState>();
    this.phases.set(classification.phase, states);
    states.set(labelOf(classification.model), stateAfter(classification));
    // A text without a label may mean any model.
    if (classification.model !== null) return;
    for (const [label, state] of states) {
      if (state === (classification.signal === "begin" ? "retrying" : "running"))
        states.set(label, stateAfter(classification));
    }
  }

  /** True if a text may end a running attempt. What began without a label began for every model. */
  has({ phase, model }: Classification): boolean {
    const states = phase === null ? undefined : this.phases.get(phase);
    if (states === undefined) return false;
    if (model === null) return [...states.values()].includes("running");
    return (states.get(labelOf(model)) ?? states.get(labelOf(null))) === "running";
  }
}

function stateAfter({ signal }: Classification): AttemptState {
  if (signal === "begin") return "running";
  return signal === "success" ? "done" : "retrying";
}
