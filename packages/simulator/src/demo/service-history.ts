import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { DeploymentKind } from "@deploy-lens/core/vocabulary/signal";
import type { Random } from "../random/index.ts";
import type {
  DeployedModel,
  ServiceUpdate,
  SimulatedConfiguration,
  StatusTransition,
} from "../service/index.ts";
import type { PlannedAttempt } from "../service/plan.ts";
import { planAttempt } from "./attempt.ts";
import { renderAttempt } from "./attempt-events.ts";
import { spendIdleTime } from "./idle-time.ts";
import { daysBetween, phaseDurations } from "./phase-durations.ts";
import { createReleaseTrain } from "./release.ts";
import { drawNextStart } from "./rhythm.ts";
import type { ServiceTraits } from "./traits.ts";

/** A service's past and future, generated on demand. Lists are oldest first. */
export interface PlannedHistory {
  readonly events: readonly ServiceEvent[];
  readonly attempts: readonly PlannedAttempt[];
  readonly transitions: readonly StatusTransition[];
  readonly configurations: readonly SimulatedConfiguration[];
  readonly updates: readonly ServiceUpdate[];
  /** Generates at least everything that begins until then. */
  extendTo(untilMs: number): void;
}

/** Inputs of a history; equal arguments give equal histories. */
export interface HistoryArguments {
  readonly serviceName: string;
  readonly modelNames: readonly string[];
  readonly traits: ServiceTraits;
  readonly random: Random;
  readonly startMs: number;
  readonly anchorMs: number;
}

/** Generates a history attempt by attempt, each followed by the idle time until the next. */
export function createHistory(given: HistoryArguments): PlannedHistory {
  const { serviceName, traits, random, startMs, anchorMs } = given;
  const events: ServiceEvent[] = [];
  const attempts: PlannedAttempt[] = [];
  const transitions: StatusTransition[] = [];
  const configurations: SimulatedConfiguration[] = [];
  const updates: ServiceUpdate[] = [];
  const releases = createReleaseTrain(random, given.modelNames);
  let state: "new" | "running" | "stopped" | "failed" = "new";
  let serving: readonly DeployedModel[] = [];
  let nextStartMs = Math.round(startMs + random.between(0, 12 * 3_600_000));

  function step(): void {
    const kind = chooseKind();
    const release = kind === "start" ? serving : releases.next();
    const models = release.map(({ model }) => model);
    const attempt = planAttempt(
      {
        kind,
        startedAtMs: nextStartMs,
        models,
        images: models.map(releases.imageOf),
        serviceName,
        ending: random.weighted(traits.endings),
      },
      traits,
      phaseDurations(random, traits, daysBetween(startMs, nextStartMs), daysBetween(startMs, anchorMs)),
      random,
    );
    record(attempt, release);
    nextStartMs = liveOn(attempt);
  }

  function chooseKind(): DeploymentKind {
    if (state === "new" || state === "failed") return "deploy";
    if (state === "stopped") return "start";
    return traits.redeploys ? "deploy" : "update";
  }

  function record(attempt: PlannedAttempt, release: readonly DeployedModel[]): void {
    attempts.push(attempt);
    events.push(...renderAttempt(attempt, serviceName));
    for (const { phase, model, outcome } of attempt.phases) {
      if (phase === "build_image" && outcome === "success") releases.built(model);
    }
    if (attempt.kind !== "start") {
      updates.push({
        updatedAtMs: attempt.startedAtMs,
        endedAtMs: attempt.endedAtMs,
        succeeded: attempt.outcome === "success",
        models: release,
      });
    }
    configurations.push({ sinceMs: attempt.startedAtMs, models: release });
    if (attempt.rollback?.outcome === "rolled_back") {
      configurations.push({ sinceMs: attempt.endedAtMs, models: serving });
    } else {
      serving = release;
    }
    transitions.push(
      { atMs: attempt.startedAtMs, status: "deploying", expectedEndMs: attempt.endedAtMs },
      ...transitionsAtEnd(attempt, random),
    );
  }

  /** Sets the state after an attempt, spends the idle time, and returns when the next attempt begins. */
  function liveOn(attempt: PlannedAttempt): number {
    const lastMs = Math.max(attempt.stoppedAtMs ?? 0, attempt.endedAtMs, transitions.at(-1)?.atMs ?? 0);
    switch (attempt.outcome) {
      case "superseded":
        // The state stays what it was: the platform is still deploying.
        return attempt.endedAtMs + random.integer(800, 20_000);
      case "success":
        state = "running";
        break;
      case "cancelled":
        state = "stopped";
        break;
      case "failure":
      case "timed_out":
        state = attempt.rollback?.outcome === "rolled_back" ? "running" : "failed";
        break;
      default:
        attempt.outcome satisfies never;
    }
    const soon = lastMs + random.integer(60_000, 480_000);
    const next = random.chance(traits.burstShare)
      ? soon
      : drawNextStart(random, lastMs + 120_000, traits.attemptsPerDay);
    const idle = spendIdleTime(random, traits, {
      fromMs: lastMs,
      toMs: next,
      running: state === "running",
    });
    events.push(...idle.events);
    transitions.push(...idle.transitions);
    if (idle.stopped) state = "stopped";
    return next;
  }

  return {
    events,
    attempts,
    transitions,
    configurations,
    updates,
    extendTo(untilMs) {
      while (nextStartMs <= untilMs) step();
    },
  };
}

/** Status changes at the end of an attempt: a moment after the line that reports it. */
export function transitionsAtEnd(attempt: PlannedAttempt, random: Random): StatusTransition[] {
  const { outcome, endedAtMs, endedBy, failure, rollback, stoppedAtMs } = attempt;
  const afterLineMs = endedAtMs + random.integer(20, 400);
  switch (outcome) {
    case "success":
      return [{ atMs: endedBy === "service_status" ? endedAtMs : afterLineMs, status: "running" }];
    case "failure":
    case "timed_out":
      return rollback?.outcome === "rolled_back"
        ? [{ atMs: afterLineMs, status: "running" }]
        : [{ atMs: afterLineMs, status: "failed", errorMessage: failure?.closingMessage ?? "" }];
    case "cancelled":
      return [
        { atMs: endedAtMs, status: "stopping" },
        { atMs: stoppedAtMs ?? endedAtMs, status: "stopped" },
      ];
    case "superseded":
      return [];
    default:
      return outcome satisfies never;
  }
}
