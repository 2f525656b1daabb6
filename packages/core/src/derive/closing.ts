import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { EndedBy, Outcome } from "../vocabulary/deployment.ts";
import type { Classification, Operation } from "../vocabulary/signal.ts";
import { SERVICE_GONE, type ServiceStatusObservation } from "../vocabulary/status.ts";

/** How, when and by what an attempt ended. */
export interface Closing {
  readonly outcome: Outcome;
  readonly atMs: number;
  readonly endedBy: EndedBy;
  /** The event that closed it, when one did. */
  readonly closedBy: ClassifiedEvent | null;
  /** The upstream's own word, when the service's status closed it. */
  readonly status: string | null;
}

/** One attempt's stretch of the timeline: from its begin up to the next begin. */
export interface Stretch {
  readonly startedAtMs: number;
  readonly events: readonly ClassifiedEvent[];
  /** When the next attempt began, `null` for the last. */
  readonly nextStartedAtMs: number | null;
}

/**
 * Decides how an attempt ended, or `null` while it is open.
 *
 * Text comes first: the earliest terminal text, and a status transition only where no text says the same. An attempt
 * that nothing closed before the next one began is `superseded` at its own last event; one whose service is gone is
 * `cancelled` there (contract 3, rules 6 to 9).
 */
export function closingOf(stretch: Stretch, statuses: readonly ServiceStatusObservation[]): Closing | null {
  const rollback = stretch.events.find(isRollbackBegin);
  const byText = closingText(stretch.events);
  const byStatus = closingStatus(stretch, statuses, rollback);
  if (byText !== null && byStatus !== null) {
    const sameStory = byText.outcome === byStatus.outcome;
    return sameStory || byText.atMs <= byStatus.atMs ? byText : byStatus;
  }
  return byText ?? byStatus ?? overtaken(stretch, rollback) ?? abandoned(stretch, statuses);
}

/** Whether an update said that it failed and is being undone: not an end yet, but no longer a success. */
export function isRollbackBegin({ is }: ClassifiedEvent): boolean {
  return is.operation === "rollback" && is.signal === "begin";
}

function closingText(events: readonly ClassifiedEvent[]): Closing | null {
  for (const closedBy of events) {
    const outcome = terminalOutcome(closedBy.is);
    if (outcome !== null) {
      return { outcome, atMs: closedBy.event.occurredAtMs, endedBy: "event", closedBy, status: null };
    }
  }
  return null;
}

/** What a terminal text says of the attempt that it ends; `null` for every other text. */
function terminalOutcome(is: Classification): Outcome | null {
  if (is.operation === null) return null;
  switch (is.signal) {
    case "success":
      return outcomeOfSuccess(is.operation, is);
    case "failure":
      return outcomeOfFailure(is.operation, is);
    case "begin":
      return is.operation === "stop" || is.operation === "delete" ? "cancelled" : null;
    case "retry":
    case "info":
    case "unclassified":
      return null;
    default:
      return is.signal satisfies never;
  }
}

function outcomeOfSuccess(operation: Operation, is: Classification): Outcome | null {
  switch (operation) {
    case "deploy":
    case "update":
    case "start":
    case "batch_run":
      return "success";
    case "rollback":
      return "failure";
    case "stop":
      return is.cause === null ? "cancelled" : "failure";
    case "auto_stop":
    case "delete":
      return "cancelled";
    case "instances":
    case "licence":
      return null;
    default:
      return operation satisfies never;
  }
}

function outcomeOfFailure(operation: Operation, is: Classification): Outcome | null {
  switch (operation) {
    case "deploy":
    case "update":
    case "start":
    case "batch_run":
    case "rollback":
      return is.cause === "timeout" ? "timed_out" : "failure";
    case "stop":
    case "auto_stop":
    case "delete":
    case "instances":
    case "licence":
      return null;
    default:
      return operation satisfies never;
  }
}

function closingStatus(
  stretch: Stretch,
  statuses: readonly ServiceStatusObservation[],
  rollback: ClassifiedEvent | undefined,
): Closing | null {
  let earliest: Closing | null = null;
  for (const { status, transitionAtMs: atMs } of statuses) {
    const inside =
      atMs > stretch.startedAtMs && (stretch.nextStartedAtMs === null || atMs < stretch.nextStartedAtMs);
    const said = inside ? outcomeOfStatus(status) : null;
    if (said === null) continue;
    const undone = said === "success" && rollback !== undefined && rollback.event.occurredAtMs <= atMs;
    const outcome = undone ? "failure" : said;
    if (earliest === null || atMs < earliest.atMs || (atMs === earliest.atMs && outcome < earliest.outcome)) {
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

function overtaken(stretch: Stretch, rollback: ClassifiedEvent | undefined): Closing | null {
  if (stretch.nextStartedAtMs === null) return null;
  return {
    outcome: rollback === undefined ? "superseded" : "failure",
    atMs: stretch.events.at(-1)?.event.occurredAtMs ?? stretch.startedAtMs,
    endedBy: "next_deployment",
    closedBy: rollback ?? null,
    status: null,
  };
}

/** A service that was found gone after all that is known of it. What came later shows that it was not. */
function abandoned(stretch: Stretch, statuses: readonly ServiceStatusObservation[]): Closing | null {
  const lastEventAtMs = stretch.events.at(-1)?.event.occurredAtMs ?? stretch.startedAtMs;
  const isGone = statuses.some(
    ({ status, transitionAtMs }) => status === SERVICE_GONE && transitionAtMs >= lastEventAtMs,
  );
  if (!isGone) return null;
  return { outcome: "cancelled", atMs: lastEventAtMs, endedBy: "service_gone", closedBy: null, status: null };
}
