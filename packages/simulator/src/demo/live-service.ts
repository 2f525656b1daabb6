import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { createRandom } from "../random/index.ts";
import { uuidOf } from "../service/ids.ts";
import {
  type DeployedModel,
  latestBy,
  type SimulatedService,
  type StatusTransition,
} from "../service/index.ts";
import type { PlannedAttempt } from "../service/plan.ts";
import { planAttempt } from "./attempt.ts";
import { renderAttempt } from "./attempt-events.ts";
import { phaseDurations } from "./phase-durations.ts";
import { versionName } from "./release.ts";
import { transitionsAtEnd } from "./service-history.ts";
import { drawTraits, type Ending, type ServiceTraits } from "./traits.ts";

/** A service that is deployed continuously, faster than in reality. */
export interface LiveOptions {
  /** Speed of its deployments relative to reality; default 2.5. */
  readonly acceleration?: number;
  /** From the start of a deployment to the start of the next, in ms; default 150,000. */
  readonly periodMs?: number;
  /** Reach of its events into the past, ms; default six hours. */
  readonly historyMs?: number;
}

/** Maximum share of a period that a deployment may take, so that a pause follows. */
const LONGEST_SHARE = 0.8;

const LIVE_ENDINGS: Readonly<Partial<Record<Ending, number>>> = {
  success: 90,
  schedule_failure: 3,
  start_failure: 4,
  rolled_back: 3,
};

/**
 * Creates the live service.
 *
 * Its deployments start at multiples of the period since 1970 and depend on seed and number alone, so a restarted
 * simulator repeats the same history.
 */
export function createLiveService(
  seed: string,
  projectId: string,
  options: LiveOptions = {},
): SimulatedService {
  const { acceleration = 2.5, periodMs = 150_000, historyMs = 6 * 3_600_000 } = options;
  assertPositive({ acceleration, periodMs, historyMs });
  const name = "recommend-live";
  const traits = liveTraits(seed);
  const cycles = new Map<number, LiveCycle>();

  function cycle(number: number): LiveCycle {
    const known = cycles.get(number);
    if (known !== undefined) return known;
    const made = createCycle(number);
    cycles.set(number, made);
    return made;
  }

  function createCycle(number: number): LiveCycle {
    const startedAtMs = number * periodMs;
    const random = createRandom(`${seed}/live/${number}`);
    const release = releaseOf(seed, number);
    const attempt = planAttempt(
      {
        kind: leavesRunning(seed, number - 1) ? "update" : "deploy",
        startedAtMs,
        models: release.map(({ model }) => model),
        images: release.map((_, index) => (index === 0 && number % 3 === 0 ? "cold" : "warm")),
        serviceName: name,
        ending: endingOf(seed, number),
      },
      traits,
      phaseDurations(random, traits, 0, 0),
      random,
    );
    const longest = (periodMs * LONGEST_SHARE) / (attempt.endedAtMs - startedAtMs);
    const scaled = scaleAttempt(attempt, Math.min(1 / acceleration, longest));
    return {
      attempt: scaled,
      release,
      events: renderAttempt(scaled, name),
      transitions: [
        { atMs: startedAtMs, status: "deploying", expectedEndMs: scaled.endedAtMs },
        ...transitionsAtEnd(scaled, random),
      ],
    };
  }

  function recent(nowMs: number): LiveCycle[] {
    const last = Math.floor(nowMs / periodMs);
    const first = Math.ceil((nowMs - historyMs) / periodMs);
    for (const number of cycles.keys()) if (number < first - 1) cycles.delete(number);
    return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) =>
      cycle(Math.min(first, last) + index),
    );
  }

  function current(nowMs: number): LiveCycle {
    return cycle(Math.floor(nowMs / periodMs));
  }

  return {
    id: uuidOf(seed, "live"),
    projectId,
    name,
    description: "Deployed over and over, faster than life",
    keepsEvents: false,
    createdAtMs: 0,
    events: (nowMs) =>
      recent(nowMs)
        .flatMap(({ events }) => events)
        .filter(({ occurredAtMs }) => occurredAtMs <= nowMs),
    transition: (nowMs) =>
      latestBy(current(nowMs).transitions, nowMs, ({ atMs }) => atMs) ?? { atMs: nowMs, status: "pending" },
    configuration(nowMs) {
      const { attempt, release } = current(nowMs);
      return { sinceMs: attempt.startedAtMs, models: release };
    },
    updates: (nowMs) =>
      recent(nowMs).map(({ attempt, release }) => ({
        updatedAtMs: attempt.startedAtMs,
        endedAtMs: attempt.endedAtMs,
        succeeded: attempt.outcome === "success",
        models: release,
      })),
    attempts: (nowMs) => recent(nowMs).map(({ attempt }) => attempt),
  };
}

interface LiveCycle {
  readonly attempt: PlannedAttempt;
  readonly release: readonly DeployedModel[];
  readonly events: readonly ServiceEvent[];
  readonly transitions: readonly StatusTransition[];
}

function liveTraits(seed: string): ServiceTraits {
  return {
    ...drawTraits(Number.MAX_SAFE_INTEGER, createRandom(`${seed}/live`)),
    announcesSuccess: true,
    scheduleRetryShare: 0.1,
    undocumentedShare: 0.05,
    medianMs: { build: 70_000, prepare: 20_000, coldPull: 60_000, start: 40_000 },
  };
}

/** Drawn separately, so that a cycle knows how the previous one ended without planning it. */
function endingOf(seed: string, number: number): Ending {
  return createRandom(`${seed}/live/${number}/ending`).weighted({ ...NEVER, ...LIVE_ENDINGS });
}

function leavesRunning(seed: string, number: number): boolean {
  const ending = endingOf(seed, number);
  // A rollback needs an update; after a failed deployment it is planned as a failure to start.
  if (ending === "rolled_back") return leavesRunning(seed, number - 1);
  return ending === "success";
}

const NEVER: Readonly<Record<Ending, number>> = {
  success: 0,
  build_failure: 0,
  schedule_failure: 0,
  pull_failure: 0,
  start_failure: 0,
  timed_out: 0,
  rolled_back: 0,
  rollback_failed: 0,
  cancelled: 0,
  superseded: 0,
};

function releaseOf(seed: string, number: number): DeployedModel[] {
  const version = versionName(Math.floor(number / 3) % 1_000);
  const canary = createRandom(`${seed}/live/${number}/weights`).pick([5, 10, 20]);
  return [
    { model: { name: "TwoTower", version }, weight: 100 - canary },
    { model: { name: "TwoTower_Baseline", version: "3.0.0" }, weight: canary },
  ];
}

function assertPositive(settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new RangeError(`live.${name} must be a positive number, got ${value}`);
    }
  }
}

/**
 * Plays an attempt faster or slower: every instant keeps its place between start and end.
 *
 * @param factor multiplies every span
 */
function scaleAttempt(attempt: PlannedAttempt, factor: number): PlannedAttempt {
  const at = (ms: number) => attempt.startedAtMs + Math.round((ms - attempt.startedAtMs) * factor);
  const atOrNull = (ms: number | null) => (ms === null ? null : at(ms));
  const { failure, rollback } = attempt;
  return {
    ...attempt,
    endedAtMs: at(attempt.endedAtMs),
    stoppedAtMs: atOrNull(attempt.stoppedAtMs),
    phases: attempt.phases.map((phase) => ({
      ...phase,
      startedAtMs: at(phase.startedAtMs),
      endedAtMs: atOrNull(phase.endedAtMs),
      retriesAtMs: phase.retriesAtMs.map(at),
      resumedAtMs: phase.resumedAtMs.map(at),
    })),
    failure: failure && { ...failure, atMs: at(failure.atMs), closingAtMs: at(failure.closingAtMs) },
    rollback: rollback && { ...rollback, endedAtMs: at(rollback.endedAtMs) },
    remarks: attempt.remarks.map((remark) => ({ ...remark, atMs: at(remark.atMs) })),
  };
}
