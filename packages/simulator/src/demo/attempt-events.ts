import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { PlannedAttempt, PlannedPhase } from "../service/plan.ts";
import { PHASE_TEXTS, SERVICE_TEXTS } from "./texts.ts";

/**
 * Renders an attempt's events in the platform's words, oldest first.
 *
 * Lines of one millisecond are in the order of cause and effect.
 */
export function renderAttempt(attempt: PlannedAttempt, serviceName: string): ServiceEvent[] {
  const events = [
    normal(attempt.startedAtMs, beginText(attempt)),
    ...renderEnvironmentBegin(attempt.phases),
    ...attempt.phases.flatMap(renderPhase),
    ...attempt.remarks.map(({ atMs, severity, message }) => ({ occurredAtMs: atMs, severity, message })),
    ...renderEnd(attempt, serviceName),
  ];
  return events.sort((a, b) => a.occurredAtMs - b.occurredAtMs);
}

function beginText({ kind }: PlannedAttempt): string {
  switch (kind) {
    case "deploy":
      return SERVICE_TEXTS.deployBegin;
    case "update":
      return SERVICE_TEXTS.updateBegin;
    case "start":
      return SERVICE_TEXTS.startBegin;
    default:
      return kind satisfies never;
  }
}

/** The environment begins once for all models, and its line names none of them. */
function renderEnvironmentBegin(phases: readonly PlannedPhase[]): ServiceEvent[] {
  const first = phases.find(({ phase }) => phase === "prepare_environment");
  return first === undefined ? [] : [normal(first.startedAtMs, PHASE_TEXTS.prepareBegin)];
}

function renderPhase(planned: PlannedPhase): ServiceEvent[] {
  const { phase, model, startedAtMs, retriesAtMs, resumedAtMs } = planned;
  const succeeded = planned.outcome === "success" || planned.outcome === "recovered";
  const success = (message: string) =>
    succeeded && planned.endedAtMs !== null ? [normal(planned.endedAtMs, message)] : [];

  switch (phase) {
    case "build_image":
      return [
        normal(startedAtMs, PHASE_TEXTS.buildBegin(model)),
        ...success(PHASE_TEXTS.buildSuccess(model)),
      ];
    case "prepare_environment":
      return success(PHASE_TEXTS.prepareSuccess(model));
    case "schedule_resource":
      return [
        ...retriesAtMs.map((atMs, index) =>
          abnormal(atMs, index === 0 ? PHASE_TEXTS.scheduleRetry : PHASE_TEXTS.scheduleWait),
        ),
        ...success(PHASE_TEXTS.scheduleSuccess(model)),
      ];
    case "pull_image":
      return [
        ...[startedAtMs, ...resumedAtMs].map((atMs) => normal(atMs, PHASE_TEXTS.pullBegin(model))),
        ...retriesAtMs.map((atMs) => abnormal(atMs, PHASE_TEXTS.pullRetry)),
        ...success(PHASE_TEXTS.pullSuccess(model)),
      ];
    case "start_model":
      // No public page shows a line for a model that started; the service's line or status reports it.
      return [normal(startedAtMs, PHASE_TEXTS.startBegin(model))];
    default:
      return phase satisfies never;
  }
}

function renderEnd(attempt: PlannedAttempt, serviceName: string): ServiceEvent[] {
  const { outcome, endedAtMs } = attempt;
  switch (outcome) {
    case "success":
      return attempt.endedBy === "event" ? [normal(endedAtMs, SERVICE_TEXTS.started(serviceName))] : [];
    case "cancelled":
      return [
        normal(endedAtMs, SERVICE_TEXTS.stopBegin),
        ...(attempt.stoppedAtMs === null ? [] : [normal(attempt.stoppedAtMs, SERVICE_TEXTS.stopped)]),
      ];
    case "superseded":
      return [];
    case "failure":
    case "timed_out":
      return [...renderFailure(attempt), ...renderRollback(attempt)];
    default:
      return outcome satisfies never;
  }
}

function renderFailure({ failure }: PlannedAttempt): ServiceEvent[] {
  if (failure === null) return [];
  const { phaseMessage, closingMessage } = failure;
  return [
    ...(phaseMessage === null ? [] : [abnormal(failure.atMs, phaseMessage)]),
    abnormal(failure.closingAtMs, closingMessage),
  ];
}

function renderRollback({ rollback }: PlannedAttempt): ServiceEvent[] {
  if (rollback === null) return [];
  // The user guide's table lists a successful rollback as normal, although the update failed.
  return rollback.outcome === "rolled_back"
    ? [normal(rollback.endedAtMs, SERVICE_TEXTS.rolledBack)]
    : [abnormal(rollback.endedAtMs, SERVICE_TEXTS.rollbackFailed)];
}

function normal(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "normal", message };
}

function abnormal(occurredAtMs: number, message: string): ServiceEvent {
  return { occurredAtMs, severity: "abnormal", message };
}
