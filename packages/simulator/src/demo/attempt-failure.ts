import { LAST_PHASE, type Phase } from "@deploy-lens/core/vocabulary/phase";
import type { FailureCause } from "@deploy-lens/core/vocabulary/signal";
import type { Random } from "../random/index.ts";
import type { PlannedAttempt, PlannedFailure, PlannedPhase } from "../service/plan.ts";
import { cutShort } from "./cut-short.ts";
import { ERROR_TEXTS, PHASE_TEXTS, SERVICE_TEXTS } from "./texts.ts";
import type { Ending } from "./traits.ts";

/** Default of the deployment's time limit (user guide). */
const TIMEOUT_MINUTES = 20;

type FailureEnding = Extract<Ending, `${string}_failure` | `roll${string}`>;
type CommonPart = Omit<PlannedAttempt, "endedAtMs" | "outcome" | "endedBy" | "phases">;

/** Ends an attempt by a failure of its first model in the phase that the ending names. */
export function planFailure(
  ending: FailureEnding,
  serviceName: string,
  common: CommonPart,
  lanes: readonly PlannedPhase[],
  random: Random,
): PlannedAttempt {
  const { phase, cause } = FAILURE_PLACES[ending];
  const failing = lanes.find(
    (lane) => lane.phase === phase && (phase !== "build_image" || lane.image === "cold"),
  );
  if (failing === undefined) throw new Error(`no ${phase} to fail in`);

  const failedAtMs = failureTime(failing, random);
  const closingAtMs = failedAtMs + random.logNormal(90, 0.5);
  const texts = failureTexts(ending, serviceName, common, failing, random);
  // A start that fails is one line, which closes both the phase and the attempt.
  const endsAtOnce = texts.phaseMessage === null;
  const failure: PlannedFailure = {
    cause,
    phase,
    model: failing.model,
    atMs: endsAtOnce ? closingAtMs : failedAtMs,
    closingAtMs,
    ...texts,
  };
  // The last line of a pull promises one more try; only the closing line shows that there was none.
  const phaseEndedAtMs = ending === "pull_failure" ? closingAtMs : failure.atMs;
  const phases = cutShort(lanes, failure.atMs).map((lane) =>
    lane.phase === phase && lane.model === failing.model
      ? { ...lane, endedAtMs: phaseEndedAtMs, outcome: "failure" as const }
      : lane,
  );
  const rollback = isRollback(ending)
    ? { outcome: ending, endedAtMs: closingAtMs + random.logNormal(35_000, 0.4) }
    : null;
  const endedAtMs = rollback?.endedAtMs ?? closingAtMs;
  return { ...common, endedAtMs, outcome: "failure", endedBy: "event", phases, failure, rollback };
}

/** Ends an attempt by the platform's time limit: one model never becomes ready. */
export function planTimeout(
  common: CommonPart,
  lanes: readonly PlannedPhase[],
  random: Random,
): PlannedAttempt {
  const starts = lanes.filter(({ phase }) => phase === LAST_PHASE).map(({ startedAtMs }) => startedAtMs);
  const limitMs = TIMEOUT_MINUTES * 60_000;
  // The limit counts from the start of the attempt; a slow one may leave no time for its model.
  const endedAtMs = Math.max(common.startedAtMs + limitMs, ...starts.map((atMs) => atMs + 1_000));
  const endless = lanes.map((lane) =>
    lane.phase === LAST_PHASE ? { ...lane, endedAtMs: endedAtMs + 1 } : lane,
  );
  const closingMessage = SERVICE_TEXTS.timedOut(ERROR_TEXTS.tooLong(TIMEOUT_MINUTES));
  const podFailsAtMs = Math.min(Math.max(...starts) + 60_000, endedAtMs - 500);
  const remarks = random.chance(0.5)
    ? [
        {
          atMs: podFailsAtMs,
          severity: "abnormal" as const,
          message: PHASE_TEXTS.podFailed(deploymentName(lanes)),
          documented: true,
        },
      ]
    : [];
  return {
    ...common,
    endedAtMs,
    outcome: "timed_out",
    endedBy: "event",
    phases: cutShort(endless, endedAtMs),
    failure: {
      cause: "timeout",
      phase: null,
      model: null,
      atMs: endedAtMs,
      phaseMessage: null,
      closingAtMs: endedAtMs,
      closingMessage,
    },
    remarks,
  };
}

const FAILURE_PLACES: Readonly<Record<FailureEnding, { phase: Phase; cause: FailureCause }>> = {
  build_failure: { phase: "build_image", cause: "image_build" },
  schedule_failure: { phase: "schedule_resource", cause: "insufficient_resources" },
  pull_failure: { phase: "pull_image", cause: "image_pull" },
  start_failure: { phase: "start_model", cause: "model_start" },
  rolled_back: { phase: "start_model", cause: "model_start" },
  rollback_failed: { phase: "start_model", cause: "rollback_failed" },
};

function isRollback(ending: FailureEnding): ending is "rolled_back" | "rollback_failed" {
  return ending === "rolled_back" || ending === "rollback_failed";
}

function failureTime(failing: PlannedPhase, random: Random): number {
  const lastMs = failing.endedAtMs ?? failing.startedAtMs;
  // Exhausted retries end the phase; anything else fails somewhere within it.
  if (failing.retriesAtMs.length > 0) return lastMs;
  return Math.round(failing.startedAtMs + (lastMs - failing.startedAtMs) * random.between(0.3, 0.95)) + 1;
}

function failureTexts(
  ending: FailureEnding,
  serviceName: string,
  { kind }: CommonPart,
  { model }: PlannedPhase,
  random: Random,
): Pick<PlannedFailure, "phaseMessage" | "closingMessage"> {
  const failed = (error: string) => SERVICE_TEXTS.operationFailed(kind, error);
  switch (ending) {
    case "build_failure":
      return {
        phaseMessage: random.chance(0.7)
          ? PHASE_TEXTS.buildFailed(model, "pip install failed: no matching distribution found")
          : PHASE_TEXTS.buildFailedBare,
        closingMessage: failed(kind === "update" ? ERROR_TEXTS.updateFailed : ERROR_TEXTS.deployFailed),
      };
    case "schedule_failure":
      return {
        phaseMessage: PHASE_TEXTS.scheduleFailed(
          random.pick(["CPU", "memory"]),
          "0/12 nodes are available: 12 insufficient resources",
        ),
        closingMessage: failed(ERROR_TEXTS.noResources),
      };
    case "pull_failure":
      return { phaseMessage: PHASE_TEXTS.pullRetry, closingMessage: failed("failed to pull image") };
    case "start_failure":
      return { phaseMessage: null, closingMessage: SERVICE_TEXTS.startFailed(serviceName) };
    case "rolled_back":
    case "rollback_failed":
      return {
        phaseMessage: PHASE_TEXTS.podFailed(`${model.name.toLowerCase()}-${model.version}`),
        closingMessage: SERVICE_TEXTS.rollbackBegin,
      };
    default:
      return ending satisfies never;
  }
}

function deploymentName(lanes: readonly PlannedPhase[]): string {
  const model = lanes[0]?.model;
  return model === undefined ? "model" : `${model.name.toLowerCase()}-${model.version}`;
}
