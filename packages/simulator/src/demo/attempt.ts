import type { Outcome } from "@deploy-lens/core/vocabulary/deployment";
import type { Random } from "../random/index.ts";
import type { PlannedAttempt, PlannedPhase, PlannedRemark } from "../service/plan.ts";
import { planFailure, planTimeout } from "./attempt-failure.ts";
import { type LaneRequest, layOutLanes } from "./attempt-lanes.ts";
import { cutShort } from "./cut-short.ts";
import type { PhaseDurations } from "./phase-durations.ts";
import { UNDOCUMENTED_TEXTS } from "./texts.ts";
import type { Ending, ServiceTraits } from "./traits.ts";

/** The inputs of one attempt that are not random. */
export interface AttemptRequest extends Omit<LaneRequest, "exhausted"> {
  readonly serviceName: string;
  readonly ending: Ending;
}

/**
 * Plans one attempt from beginning to end; {@link renderAttempt} makes its events.
 *
 * An ending that is impossible for the kind of attempt (a rollback without an update, a build without an image to
 * build) becomes a failure to start.
 */
export function planAttempt(
  request: AttemptRequest,
  traits: ServiceTraits,
  durations: PhaseDurations,
  random: Random,
): PlannedAttempt {
  const ending = possibleEnding(request);
  const lanes = layOutLanes({ ...request, exhausted: exhaustedPhase(ending) }, traits, durations, random);
  const ended = endAttempt(ending, request, traits, lanes, random);
  return { ...ended, remarks: [...ended.remarks, ...drawRemarks(ended, traits, random)] };
}

function possibleEnding({ ending, kind, images }: AttemptRequest): Ending {
  switch (ending) {
    case "rolled_back":
    case "rollback_failed":
      return kind === "update" ? ending : "start_failure";
    case "build_failure":
      return kind !== "start" && images.includes("cold") ? ending : "start_failure";
    default:
      return ending;
  }
}

function exhaustedPhase(ending: Ending): LaneRequest["exhausted"] {
  if (ending === "schedule_failure") return "schedule_resource";
  return ending === "pull_failure" ? "pull_image" : null;
}

function endAttempt(
  ending: Ending,
  request: AttemptRequest,
  traits: ServiceTraits,
  lanes: readonly PlannedPhase[],
  random: Random,
): PlannedAttempt {
  const { kind, startedAtMs, models } = request;
  const readyAtMs = Math.max(...lanes.map(({ endedAtMs }) => endedAtMs ?? 0));
  const common = { kind, startedAtMs, models, failure: null, rollback: null, stoppedAtMs: null, remarks: [] };
  const cutAtMs = Math.round(startedAtMs + (readyAtMs - startedAtMs) * random.between(0.1, 0.9));

  switch (ending) {
    case "success":
      return {
        ...common,
        endedAtMs: readyAtMs,
        outcome: "success" satisfies Outcome,
        endedBy: traits.announcesSuccess ? "event" : "service_status",
        phases: lanes,
      };
    case "cancelled":
      return {
        ...common,
        endedAtMs: cutAtMs,
        outcome: "cancelled",
        endedBy: "event",
        phases: cutShort(lanes, cutAtMs),
        stoppedAtMs: cutAtMs + random.logNormal(3_000, 0.4),
      };
    case "superseded": {
      const phases = cutShort(lanes, cutAtMs);
      const endedAtMs = lastSignAt(startedAtMs, phases);
      return { ...common, endedAtMs, outcome: "superseded", endedBy: "next_deployment", phases };
    }
    case "timed_out":
      return planTimeout(common, lanes, random);
    case "build_failure":
    case "schedule_failure":
    case "pull_failure":
    case "start_failure":
    case "rolled_back":
    case "rollback_failed":
      return planFailure(ending, request.serviceName, common, lanes, random);
    default:
      return ending satisfies never;
  }
}

/** The last time that the feed reports anything about these phases. */
function lastSignAt(startedAtMs: number, phases: readonly PlannedPhase[]): number {
  const signs = phases.flatMap((phase) => [
    // The start of scheduling has no event of its own, but coincides with one: the environment's end.
    phase.startedAtMs,
    phase.endedAtMs ?? 0,
    ...phase.retriesAtMs,
    ...phase.resumedAtMs,
  ]);
  return Math.max(startedAtMs, ...signs);
}

function drawRemarks(attempt: PlannedAttempt, traits: ServiceTraits, random: Random): PlannedRemark[] {
  if (!random.chance(traits.undocumentedShare)) return [];
  const spanMs = attempt.endedAtMs - attempt.startedAtMs;
  return Array.from({ length: random.integer(1, 2) }, () => ({
    ...random.pick(UNDOCUMENTED_TEXTS),
    atMs: Math.round(attempt.startedAtMs + spanMs * random.between(0.05, 0.95)),
    documented: false,
  }));
}
