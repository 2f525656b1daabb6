import type { Phase } from "./phase.ts";
import type { DeploymentKind, FailureCause, ModelVersion } from "./signal.ts";

/** The outcome of an attempt. `cancelled`: stopped by a user; `superseded`: a new attempt began; `null` elsewhere: open. */
export const OUTCOMES = ["success", "failure", "cancelled", "superseded", "timed_out"] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** The outcome of one model's phase. `recovered`: succeeded after a retry; `interrupted`: the deployment ended first. */
export const PHASE_OUTCOMES = ["success", "recovered", "failure", "interrupted"] as const;

export type PhaseOutcome = (typeof PHASE_OUTCOMES)[number];

/**
 * Caveats about a phase's times.
 *
 * - `implied_start`: no begin event; it starts where its predecessor ended.
 * - `missing_start`: no begin event, and no predecessor that ended.
 * - `inferred_end`: no end event; bounded by what came next. Excluded from percentiles.
 * - `ended_by_status`: its end is the service's own transition to running.
 * - `skew`: an end before its begin; the span is clamped to 0.
 */
export const PHASE_FLAGS = [
  "implied_start",
  "missing_start",
  "inferred_end",
  "ended_by_status",
  "skew",
] as const;

export type PhaseFlag = (typeof PHASE_FLAGS)[number];

/**
 * Facts about a deployment besides its outcome.
 *
 * - `stalled`: open, and silent for longer than the limit.
 * - `rolling_back`: an update failed and its rollback has not ended.
 * - `rolled_back`: the update was undone.
 * - `recovered`: some phase succeeded after a retry.
 * - `skew`: some span was clamped to 0.
 * - `unclassified`: some text was not recognised, so a phase may be missing.
 */
export const DEPLOYMENT_FLAGS = [
  "stalled",
  "rolling_back",
  "rolled_back",
  "recovered",
  "skew",
  "unclassified",
] as const;

export type DeploymentFlag = (typeof DEPLOYMENT_FLAGS)[number];

/** The ways in which a deployment was closed. */
export const ENDED_BY = ["event", "service_status", "next_deployment", "service_gone"] as const;

export type EndedBy = (typeof ENDED_BY)[number];

/** Fields of every phase run, open or ended. */
interface PhaseRunFacts {
  readonly phase: Phase;
  /** `null` when no event of the deployment names a model. */
  readonly model: ModelVersion | null;
  readonly attempts: number;
  /** This run's exclusive share of the deployment's critical path. */
  readonly criticalMs: number;
  readonly flags: readonly PhaseFlag[];
}

/** A run that has not ended. */
interface OpenPhaseRun extends PhaseRunFacts {
  readonly startedAtMs: number | null;
  readonly endedAtMs: null;
  readonly wallMs: null;
  readonly activeMs: null;
  readonly outcome: null;
}

/** A run that has ended. */
interface EndedPhaseRun extends PhaseRunFacts {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** First begin to final end, waits between attempts included. */
  readonly wallMs: number;
  /** Sum of the attempts' own spans. */
  readonly activeMs: number;
  readonly outcome: PhaseOutcome;
}

/** A run of which only the end is known. */
interface UnstartedPhaseRun extends PhaseRunFacts {
  readonly startedAtMs: null;
  readonly endedAtMs: number;
  readonly wallMs: null;
  readonly activeMs: null;
  readonly outcome: PhaseOutcome;
}

/** One phase of one model version within one deployment. Times are epoch ms, spans are integer ms; unknown is `null`. */
export type PhaseRun = OpenPhaseRun | EndedPhaseRun | UnstartedPhaseRun;

/** One phase over all models of a deployment. */
export interface PhaseSummary {
  readonly phase: Phase;
  /** Length of the union of the runs' intervals. `null` while a run is open or has no start. */
  readonly wallMs: number | null;
  readonly criticalMs: number;
  /** The maximum over the models: each needs at least one, so a sum would count models. */
  readonly attempts: number;
  /** True if `wallMs` counts in percentiles: closed, without an inferred end, a missing start or skew. */
  readonly measured: boolean;
}

/** The neighbour of a gap: a phase, or the start or end of the deployment. */
export type GapNeighbour = Phase | "start" | "end";

/** A time during a deployment when no phase was running. */
export interface Gap {
  readonly after: GapNeighbour;
  readonly before: GapNeighbour;
  readonly startedAtMs: number;
  readonly ms: number;
}

/** Why a deployment failed. `message` is the platform's own text. */
export interface Failure {
  readonly cause: FailureCause;
  readonly message: string;
  /** When the platform reported it, epoch ms. */
  readonly occurredAtMs: number;
}

/**
 * One attempt to deploy, update or start a service.
 *
 * Invariant: `sum(phases[].criticalMs) + sum(gaps[].ms) = observedMs`, and `totalMs = observedMs` once closed.
 */
export interface Deployment {
  /** Deterministic from service, kind and start; sorts by start within a service. */
  readonly id: string;
  readonly serviceId: string;
  readonly kind: DeploymentKind;
  /** `null` while open. */
  readonly outcome: Outcome | null;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly endedBy: EndedBy | null;
  /** Start to end. `null` while open. */
  readonly totalMs: number | null;
  /** Start to the last event (or to the end, once closed). */
  readonly observedMs: number;
  /** When the last event of this attempt occurred, epoch ms. */
  readonly lastEventAtMs: number;
  /** In order of first mention. */
  readonly models: readonly ModelVersion[];
  /** By model in order of first mention, then in phase order. */
  readonly phases: readonly PhaseRun[];
  /** In phase order; only phases that ran. */
  readonly summary: readonly PhaseSummary[];
  /** Oldest first; only gaps longer than 0 ms. */
  readonly gaps: readonly Gap[];
  /** `null` unless it failed. */
  readonly failure: Failure | null;
  readonly flags: readonly DeploymentFlag[];
  /** Number of events that match no rule. */
  readonly unclassified: number;
  /** Number of events. */
  readonly eventCount: number;
}
