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
  /** Where the latest deployment begins in what is ordered. */
  let latest: number | null = null;
  for (let from = 0; from < timeline.length; ) {
    const to = endOfTie(timeline, from);
    const tie = timeline.slice(from, to);
    const before = latest === null ? [] : ordered.slice(latest);
    const settled = beginsBesideEnd(tie)
      ? settledAtBegin(tie, running, before, statuses)
      : settledWithin(tie, running);
    for (const one of settled) {
      running.take(one.is);
      if (openedKind(one.is) !== null) latest = ordered.length;
      ordered.push(one);
    }
    from = to;
  }
  return ordered;
}

/**
 * Whether a deployment that begins in the millisecond of these events depends on the one before it: something ends in that
 * millisecond, and only what was open before says what.
 */
export function beginsBesideEnd(tie: readonly ClassifiedEvent[]): boolean {
  return tie.some(({ is }) => openedKind(is) !== null) && tie.some(({ is }) => isEnd(is));
}

function hasMixedTie(timeline: readonly ClassifiedEvent[]): boolean {
  let first: ClassifiedEvent | undefined;
  for (const one of timeline) {
    if (one.event.occurredAtMs !== first?.event.occurredAtMs) first = one;
    else if (isBegin(first.is) && isEnd(one.is)) return true;
  }
  return false;
}

/** Where the events of another millisecond begin. */
function endOfTie(timeline: readonly ClassifiedEvent[], from: number): number {
  const atMs = timeline[from]?.event.occurredAtMs;
  let to = from + 1;
  while (timeline[to]?.event.occurredAtMs === atMs && to < timeline.length) to++;
  return to;
}

/**
 * A millisecond in which a deployment begins and something ends.
 *
 * @param before events of the deployment before it, from its begin on; empty when there is none
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
  // A stop that fails in this millisecond has closed nothing.
  if (isClosed([...before, ...tie.filter(({ is }) => endsStop(is) && is.signal === "failure")], during)) {
    const isStopping = isStopAnnounced(before);
    return endsFirst(tie, (is) => isStopping && endsStop(is));
  }
  return endsFirst(tie, (is) => !isPhaseEnd(is) || running.has(is) || !begins(tie, is));
}

/** A millisecond in which no deployment begins, or nothing ends. */
function settledWithin(
  tie: readonly ClassifiedEvent[],
  running: RunningAttempts,
): readonly ClassifiedEvent[] {
  return hasMixedTie(tie) ? endsFirst(tie, (is) => isPhaseEnd(is) && running.has(is)) : tie;
}

/** Moves the ends of what was open before to the front. */
function endsFirst(
  tie: readonly ClassifiedEvent[],
  wasOpen: (is: Classification) => boolean,
): readonly ClassifiedEvent[] {
  const ended = new Set<string>();
  const first: ClassifiedEvent[] = [];
  const others: ClassifiedEvent[] = [];
  for (const one of tie) {
    const { is } = one;
    // One attempt ends once; a second end is one of what began since.
    const isFirst = isEnd(is) && wasOpen(is) && !(isPhaseEnd(is) && ended.has(attemptOf(is)));
    if (isFirst && isPhaseEnd(is)) ended.add(attemptOf(is));
    (isFirst ? first : others).push(one);
  }
  return [...first, ...others];
}

/** Whether a phase begins in a millisecond in which it ends. */
function begins(tie: readonly ClassifiedEvent[], { phase, model }: Classification): boolean {
  return tie.some(
    ({ is }) =>
      is.phase === phase &&
      is.signal === "begin" &&
      (is.model === null || model === null || labelOf(is.model) === labelOf(model)),
  );
}

function isPhaseEnd(is: Classification): boolean {
  return is.phase !== null && is.operation === null && isEnd(is);
}

function attemptOf({ phase, model }: Classification): string {
  return `${phase} ${labelOf(model)}`;
}

function labelOf(model: ModelVersion | null): string {
  return model === null ? "" : `${model.name} ${model.version}`;
}

function isBegin(is: Classification): boolean {
  return openedKind(is) !== null || (is.signal === "begin" && is.phase !== null);
}

function isEnd(is: Classification): boolean {
  switch (is.signal) {
    case "success":
    case "failure":
    case "retry":
      return true;
    case "begin":
      return is.operation !== null && openedKind(is) === null;
    case "info":
    case "unclassified":
      return false;
    default:
      return is.signal satisfies never;
  }
}

type AttemptState = "running" | "retrying" | "done";

/** Which attempts of which phases run in the present deployment, as far as texts tell. */
class RunningAttempts {
  private phases = new Map<Phase, Map<string, AttemptState>>();

  take(is: Classification): void {
    if (openedKind(is) !== null) this.phases = new Map();
    if (is.phase === null || is.operation !== null || !(isBegin(is) || isEnd(is))) return;
    const states = this.phases.get(is.phase) ?? new Map<string, AttemptState>();
    this.phases.set(is.phase, states);
    states.set(labelOf(is.model), stateAfter(is));
    // A text without a label may mean any model.
    if (is.model !== null) return;
    for (const [label, state] of states) {
      if (state === (is.signal === "begin" ? "retrying" : "running")) states.set(label, stateAfter(is));
    }
  }

  /** Whether there is an attempt that a text may end. What began without a label began for every model. */
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
