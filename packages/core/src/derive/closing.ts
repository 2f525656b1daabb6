import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { EndedBy, Outcome } from "../vocabulary/deployment.ts";
import type { Classification, Operation, Signal } from "../vocabulary/signal.ts";
import { SERVICE_GONE, type ServiceStatusObservation } from "../vocabulary/status.ts";

/** How, when and by what a deployment ended. */
export interface Closing {
  readonly outcome: Outcome;
  readonly atMs: number;
  readonly endedBy: EndedBy;
  /** The event that closed it, when one did. */
  readonly closedBy: ClassifiedEvent | null;
  /** The upstream's own word, when the service's status closed it. */
  readonly status: string | null;
}

/** One deployment's part of the timeline: from its begin up to the next begin. */
export interface Attempt {
  readonly startedAtMs: number;
  readonly events: readonly ClassifiedEvent[];
  /** When the next deployment began, `null` for the last. */
  readonly nextStartedAtMs: number | null;
}

/**
 * Decides how a deployment ended, or `null` while it is open.
 *
 * Text comes first: the earliest terminal text, and a status transition only where no text says the same. What nothing
 * closed before the next deployment began is `superseded` at its own last event; where the service is gone, it is
 * `cancelled` there (contract 3, rules 6 to 9).
 *
 * @param statuses entered after the start, up to the next one; oldest first
 */
export function closingOf(attempt: Attempt, statuses: readonly ServiceStatusObservation[]): Closing | null {
  const rollback = attempt.events.find(isRollbackBegin);
  const byText = closingText(attempt.events);
  const byStatus = closingStatus(statuses, rollback);
  if (byText !== null && byStatus !== null) {
    const sameStory = byText.outcome === byStatus.outcome;
    return sameStory || byText.atMs <= byStatus.atMs ? byText : byStatus;
  }
  return byText ?? byStatus ?? superseded(attempt, rollback) ?? abandoned(attempt, statuses);
}

/** Whether a text or a status ended a deployment of which some events and statuses are known. */
export function isClosed(
  events: readonly ClassifiedEvent[],
  statuses: readonly ServiceStatusObservation[],
): boolean {
  return closingText(events) !== null || closingStatus(statuses, undefined) !== null;
}

/** Whether the service is about to end: a stop was announced, and nothing said since how that went. */
export function isStopAnnounced(events: readonly ClassifiedEvent[]): boolean {
  const latest = events.findLast(({ classification }) => isStop(classification));
  return latest !== undefined && announcesStop(latest.classification);
}

/** Whether a text says how a stop went. */
export function endsStop(classification: Classification): boolean {
  return (
    isStop(classification) && (classification.signal === "success" || classification.signal === "failure")
  );
}

function isStop({ operation }: Classification): boolean {
  return operation !== null && TAKEN_BACK_BY[operation] !== undefined;
}

/** Whether an update said that it failed and is being undone: not an end yet, but no longer a success. */
export function isRollbackBegin({ classification }: ClassifiedEvent): boolean {
  return classification.operation === "rollback" && classification.signal === "begin";
}

type Ending = Readonly<Record<"begin" | "success" | "failure", Outcome | null>>;

const DONE: Ending = { begin: null, success: "success", failure: "failure" };
const STOPPED: Ending = { begin: "cancelled", success: "cancelled", failure: null };
const NO_END: Ending = { begin: null, success: null, failure: null };

/** What the signals of an operation mean for the deployment that is open. */
const ENDINGS: Readonly<Record<Operation, Ending>> = {
  deploy: DONE,
  update: DONE,
  start: DONE,
  batch_run: DONE,
  rollback: { ...DONE, success: "failure" },
  stop: STOPPED,
  auto_stop: { ...STOPPED, begin: null },
  delete: STOPPED,
  instances: NO_END,
  licence: NO_END,
};

/** What a text means for the open deployment; `null` when it does not end it. */
function outcomeOfText({ operation, signal, cause }: Classification): Outcome | null {
  if (operation === null || !isEndSignal(signal)) return null;
  const outcome = ENDINGS[operation][signal];
  if (outcome === "failure" && cause === "timeout") return "timed_out";
  // A stop with a cause is not a user's.
  return outcome === "cancelled" && cause !== null ? "failure" : outcome;
}

function isEndSignal(signal: Signal): signal is keyof Ending {
  return signal === "begin" || signal === "success" || signal === "failure";
}

/** What the failure of an operation takes back; a stop that fails means that the automatic one did not stop anything, either. */
const TAKEN_BACK_BY: Readonly<Partial<Record<Operation, readonly Operation[]>>> = {
  stop: ["stop", "auto_stop"],
  auto_stop: ["auto_stop"],
  delete: ["delete"],
};

/** Whether a text only says that the service is about to end. */
function announcesStop({ operation, signal }: Classification): boolean {
  return signal === "begin" || (operation === "auto_stop" && signal === "success");
}

/** The earliest terminal text. Reads backwards, since the failure of a stop takes back the announcement before it. */
function closingText(events: readonly ClassifiedEvent[]): Closing | null {
  let closedBy: ClassifiedEvent | null = null;
  let outcome: Outcome | null = null;
  let takenBack: readonly Operation[] = [];
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at];
    const operation = event?.classification.operation ?? null;
    if (event === undefined || operation === null) continue;
    if (announcesStop(event.classification)) {
      if (takenBack.includes(operation)) continue;
    } else takenBack = takenBackBy(event.classification, operation, takenBack);
    const said = outcomeOfText(event.classification);
    if (said === null) continue;
    outcome = said;
    closedBy = event;
  }
  if (closedBy === null || outcome === null) return null;
  return { outcome, atMs: closedBy.event.occurredAtMs, endedBy: "event", closedBy, status: null };
}

/** The operations that failed later; one that went well in between is not meant by the failure after it. */
function takenBackBy(
  { signal }: Classification,
  operation: Operation,
  later: readonly Operation[],
): readonly Operation[] {
  const undone = TAKEN_BACK_BY[operation];
  if (undone === undefined) return later;
  if (signal === "failure") return [...later, ...undone];
  return signal === "success" ? later.filter((one) => !undone.includes(one)) : later;
}

/** The earliest status that ends a deployment; of two at one time, the one that is no success. */
function closingStatus(
  statuses: readonly ServiceStatusObservation[],
  rollback: ClassifiedEvent | undefined,
): Closing | null {
  let earliest: Closing | null = null;
  for (const { status, transitionAtMs: atMs } of statuses) {
    const said = outcomeOfStatus(status);
    if (said === null) continue;
    const undone = said === "success" && rollback !== undefined && rollback.event.occurredAtMs <= atMs;
    const outcome = undone ? "failure" : said;
    if (earliest === null || (atMs === earliest.atMs && outcome < earliest.outcome)) {
      earliest = { outcome, atMs, endedBy: "service_status", closedBy: null, status };
    }
  }
  return earliest;
}

function outcomeOfStatus(status: string): Outcome | null {
  switch (status.toLowerCase()) {
    case "running":
    case "finished":
      return "success";
    case "failed":
      return "failure";
    case "stopped":
      return "cancelled";
    default:
      return null;
  }
}

function superseded(attempt: Attempt, rollback: ClassifiedEvent | undefined): Closing | null {
  if (attempt.nextStartedAtMs === null) return null;
  return {
    outcome: rollback === undefined ? "superseded" : "failure",
    atMs: lastEventAt(attempt),
    endedBy: "next_deployment",
    closedBy: rollback ?? null,
    status: null,
  };
}

/** A service that was found gone after all that is known of it. What came later shows that it was not. */
function abandoned(attempt: Attempt, statuses: readonly ServiceStatusObservation[]): Closing | null {
  const atMs = lastEventAt(attempt);
  const isGone = statuses.some(
    ({ status, transitionAtMs }) => status === SERVICE_GONE && transitionAtMs >= atMs,
  );
  return isGone
    ? { outcome: "cancelled", atMs, endedBy: "service_gone", closedBy: null, status: null }
    : null;
}

function lastEventAt({ events, startedAtMs }: Attempt): number {
  return events.at(-1)?.event.occurredAtMs ?? startedAtMs;
}
