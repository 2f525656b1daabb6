import type { PhaseOutcome } from "@deploy-lens/core/vocabulary/deployment";
import { PHASES, type Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import type { Random } from "../random/index.ts";
import type { PlannedPhase } from "../service/plan.ts";
import type { PhaseDurations } from "./phase-durations.ts";
import type { ServiceTraits } from "./traits.ts";

/** The models of an attempt and the disturbances that its ending requires. */
export interface LaneRequest {
  readonly kind: DeploymentKind;
  readonly startedAtMs: number;
  readonly models: readonly ModelVersion[];
  /** For each model: `warm` if its image exists, `cold` if it must be built. */
  readonly images: readonly ("warm" | "cold")[];
  /** The lane that fails by exhausting this phase's retries; `null` for none. */
  readonly exhausted: "schedule_resource" | "pull_image" | null;
}

/** The platform retries three times, then gives up (troubleshooting page on insufficient resources). */
const MAX_RETRIES = 3;

/**
 * Lays out the phases of every model side by side, as if nothing interrupted the attempt.
 *
 * Images are built first; the environment begins for all models at once, then each model proceeds alone; all models
 * are ready together.
 */
export function layOutLanes(
  request: LaneRequest,
  traits: ServiceTraits,
  durations: PhaseDurations,
  random: Random,
): PlannedPhase[] {
  const builds = request.kind === "start" ? [] : layOutBuilds(request, durations);
  const prepareAtMs =
    builds.length === 0
      ? request.startedAtMs + durations.gap(24)
      : Math.max(...builds.map(endOf)) + durations.gap(3_939);

  const lanes = request.models.map((model, index) => {
    const exhausted = index === 0 ? request.exhausted : null;
    return layOutLane(model, prepareAtMs, exhausted, traits, durations, random);
  });
  const readyAtMs = Math.max(...lanes.map((lane) => lane.startAtMs + durations.start()));

  return lanes.flatMap((lane, index) => {
    const planned = {
      build_image: builds[index],
      ...lane.phases,
      start_model: phase("start_model", lane.model, lane.startAtMs, readyAtMs),
    } satisfies Record<Phase, PlannedPhase | undefined>;
    return PHASES.flatMap((name) => planned[name] ?? []);
  });
}

function layOutBuilds(request: LaneRequest, durations: PhaseDurations): PlannedPhase[] {
  let beginMs = request.startedAtMs;
  return request.models.map((model, index) => {
    const image = request.images[index] ?? "cold";
    beginMs += durations.gap(24);
    return phase("build_image", model, beginMs, beginMs + durations.build(image), { image });
  });
}

function layOutLane(
  model: ModelVersion,
  prepareAtMs: number,
  exhausted: LaneRequest["exhausted"],
  traits: ServiceTraits,
  durations: PhaseDurations,
  random: Random,
) {
  const scheduleAtMs = prepareAtMs + durations.prepare();
  const schedule = layOutSchedule(model, scheduleAtMs, exhausted, traits, durations, random);
  const pullAtMs = endOf(schedule) + durations.gap(7);
  const pull = layOutPull(model, pullAtMs, exhausted, traits, durations, random);
  return {
    model,
    phases: {
      prepare_environment: phase("prepare_environment", model, prepareAtMs, scheduleAtMs),
      schedule_resource: schedule,
      pull_image: pull,
    },
    startAtMs: endOf(pull) + durations.gap(12),
  };
}

function layOutSchedule(
  model: ModelVersion,
  startedAtMs: number,
  exhausted: LaneRequest["exhausted"],
  traits: ServiceTraits,
  durations: PhaseDurations,
  random: Random,
): PlannedPhase {
  const retries = countRetries(exhausted === "schedule_resource", traits.scheduleRetryShare, random);
  let atMs = startedAtMs;
  const retriesAtMs = Array.from({ length: retries }, (_, index) => {
    atMs += index === 0 ? durations.schedule() : durations.scheduleRetry();
    return atMs;
  });
  const endedAtMs = atMs + (retries === 0 ? durations.schedule() : durations.scheduleRetry());
  return phase("schedule_resource", model, startedAtMs, endedAtMs, { retriesAtMs });
}

function layOutPull(
  model: ModelVersion,
  startedAtMs: number,
  exhausted: LaneRequest["exhausted"],
  traits: ServiceTraits,
  durations: PhaseDurations,
  random: Random,
): PlannedPhase {
  const image = random.chance(traits.warmPullShare) ? "warm" : "cold";
  const retries = countRetries(exhausted === "pull_image", traits.pullRetryShare, random);
  const retriesAtMs: number[] = [];
  const resumedAtMs: number[] = [];
  let atMs = startedAtMs;
  for (let retry = 0; retry < retries; retry++) {
    atMs += durations.pullRetry();
    retriesAtMs.push(atMs);
    atMs += durations.pullRetry();
    resumedAtMs.push(atMs);
  }
  return phase("pull_image", model, startedAtMs, atMs + durations.pull(image), {
    image,
    retriesAtMs,
    resumedAtMs,
  });
}

function countRetries(exhausted: boolean, share: number, random: Random): number {
  if (exhausted) return MAX_RETRIES;
  return random.chance(share) ? random.integer(1, MAX_RETRIES) : 0;
}

function phase(
  name: PlannedPhase["phase"],
  model: ModelVersion,
  startedAtMs: number,
  endedAtMs: number,
  more: Partial<Pick<PlannedPhase, "image" | "retriesAtMs" | "resumedAtMs">> = {},
): PlannedPhase {
  const retriesAtMs = more.retriesAtMs ?? [];
  const outcome: PhaseOutcome = retriesAtMs.length > 0 ? "recovered" : "success";
  return {
    phase: name,
    model,
    startedAtMs,
    endedAtMs,
    outcome,
    resumedAtMs: [],
    image: null,
    ...more,
    retriesAtMs,
  };
}

/** End of a laid-out phase; only cutting an attempt short leaves one open. */
export function endOf(laidOut: PlannedPhase): number {
  return laidOut.endedAtMs ?? laidOut.startedAtMs;
}
