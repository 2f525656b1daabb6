import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { EndedBy, Outcome } from "../vocabulary/deployment.ts";
import type { Classification, Operation, Signal } from "../vocabulary/signal.ts";
import { SERVICE_GONE, type ServiceStatusObservation } from "../vocabulary/status.ts";

export interface Closing {
  readonly outcome: Outcome;
  readonly atMs: number;
  readonly endedBy: EndedBy;
  /** The event that closed it, if an event did. */
  readonly closedBy: ClassifiedEvent | null;
  /** The upstream's status word, if the service's status closed it. */
  readonly status: string | null;
}

/** One deployment's part of the timeline: from its begin up to the next begin. */
export interface Attempt {
  readonly startedAtMs: number;
  readonly events: readonly ClassifiedEvent[];
  /** Start of the next deployment; `null` for the last. */
  readonly nextStartedAtMs: number | null;
}

/**
 * Decides how a deployment ended, or `null` while it is open.
 *
 * Text comes first: the earliest terminal text, and a status transition only where no text says the same. A
 * deployment still open when the next one began is `superseded` at its own last event; where the service is gone, it
 * is `cancelled` there (contract 3, rules 6 to 9).
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

/** True if a text or a status ends a deployment of which only some events and statuses are known. */
export function isClosed(
  events: readonly ClassifiedEvent[],
  statuses: readonly ServiceStatusObservation[],
): boolean {
  return closingText(events) !== null || closingStatus(statuses, undefined) !== null;
}

/** True if a stop was announced and no later text reported its result. */
export function isStopAnnounced(events: readonly ClassifiedEvent[]): boolean {
  const latest = events.findLast(({ classification }) => isStop(classification));
  return latest !== undefined && announcesStop(latest.classification);
}

/** True if a text reports the result of a stop. */
export function endsStop(classification: Classification): boolean {
  return (
    isStop(classification) && (classification.signal === "success" || classification.signal === "failure")
  );
}

function isStop({ operation }: Classification): boolean {
  return operation !== null && TAKEN_BACK_BY[operation] !== undefined;
}

/** True if an update reported that it failed and is being undone: not an end yet, but it can no longer succeed. */
export function isRollbackBegin({ classification }: ClassifiedEvent): boolean {
  return classification.operation === "rollback" && classification.signal === "begin";
}

type Ending = Readonly<Record<"begin" | "success" | "failure", Outcome | null>>;

const DONE: Ending = { begin: null, success: "success", failure: "failure" };
const STOPPED: Ending = { begin: "cancelled", success: "cancelled", failure: null };
const NO_END: Ending = { begin: null, success: null, failure: null };

/** Effect of an operation's signals on the open deployment. */
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

/** The outcome that a text implies for the open deployment; `null` if it does not end it. */
function outcomeOfText({ operation, signal, cause }: Classification): Outcome | null {
  if (operation === null || !isEndSignal(signal)) return null;
  const outcome = ENDINGS[operation][signal];
  if (outcome === "failure" && cause === "timeout") return "timed_out";
  // A stop with a cause was not ordered by a user.
  return outcome === "cancelled" && cause !== null ? "failure" : outcome;
}

function isEndSignal(signal: Signal): signal is keyof Ending {
  return signal === "begin" || signal === "success" || signal === "failure";
}

/** The announcements that a failed operation revokes; a failed stop also revokes that of the automatic stop. */
const TAKEN_BACK_BY: Readonly<Partial<Record<Operation, readonly Operation[]>>> = {
  stop: ["stop", "auto_stop"],
  auto_stop: ["auto_stop"],
  delete: ["delete"],
};

/** True if a text only announces that the service will end. */
function announcesStop({ operation, signal }: Classification): boolean {
  return signal === "begin" || (operation === "auto_stop" && signal === "success");
}

/** The earliest terminal text. Reads backwards, because a failed stop revokes the announcement before it. */
function closingText(events: readonly ClassifiedEvent[]): Closing | null {
  let earliest: Closing | null = null;
  let takenBack: readonly Operation[] = [];
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at];
    const operation = event?.classification.operation ?? null;
    if (event === undefined || operation === null) continue;
    if (announcesStop(event.classification)) {
      if (takenBack.includes(operation)) continue;
    } else takenBack = takenBackBy(event.classification, operation, takenBack);
    const outcome = outcomeOfText(event.classification);
    if (outcome === null) continue;
    const atMs = event.event.occurredAtMs;
    earliest = { outcome, atMs, endedBy: "event", closedBy: event, status: null };
  }
  return earliest;
}

/** The operations that failed later. A success in between shields earlier announcements from a later failure. */
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

/** The earliest status that ends a deployment; of two at the same time, the unsuccessful one. */
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
    closedBy: null,
    status: null,
  };
}

/** The service was found gone, and nothing later contradicts that. */
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
