import { isDuration } from "../histogram/bucket.ts";
import type { Deployment, Outcome, PhaseRun } from "../vocabulary/deployment.ts";
import type { Phase } from "../vocabulary/phase.ts";
import type { DeploymentKind, FailureCause, ModelVersion } from "../vocabulary/signal.ts";
import { utcDay } from "./day.ts";

/**
 * Why a phase's time is excluded from statistics; the first reason that applies.
 *
 * - `open`: it had not ended.
 * - `missing_start`, `inferred_end`: one of its ends is not an event's.
 * - `skew`: its end is before its begin, or implausibly far from it.
 * - `failed`, `interrupted`: it ended without completing.
 */
export const UNMEASURED_REASONS = [
  "open",
  "missing_start",
  "inferred_end",
  "skew",
  "failed",
  "interrupted",
] as const;

export type UnmeasuredReason = (typeof UNMEASURED_REASONS)[number];

/** The time of one phase of one model. */
export interface ModelPhaseDuration {
  readonly phase: Phase;
  readonly model: ModelVersion;
  /** First begin to final end. `null` when unknown. */
  readonly wallMs: number | null;
  /** `null`: the time may count. */
  readonly unmeasured: UnmeasuredReason | null;
}

/** The time of one phase over all models. */
export interface PhaseDuration {
  readonly phase: Phase;
  /** From the deployment's start to the phase's first begin. `null` when no begin is known. */
  readonly startedAfterMs: number | null;
  /** Length of the union of the models' intervals. `null` when unknown. */
  readonly wallMs: number | null;
  /** Its exclusive share of the deployment's critical path, whether or not `wallMs` may count. */
  readonly criticalMs: number;
  /** `null`: the time may count. */
  readonly unmeasured: UnmeasuredReason | null;
}

/** One deployment's contribution to statistics, small enough to hold thousands in memory. */
export interface DeploymentDurations {
  readonly id: string;
  readonly serviceId: string;
  readonly startedAtMs: number;
  /** The UTC day on which it started: `2019-07-08`. */
  readonly day: string;
  readonly kind: DeploymentKind;
  /** `null` while open. */
  readonly outcome: Outcome | null;
  /** The cause of failure, or `null`. */
  readonly failureCause: FailureCause | null;
  readonly models: readonly ModelVersion[];
  /** `null` while open. */
  readonly totalMs: number | null;
  /** Sum of the gaps. */
  readonly gapMs: number;
  /** In phase order; only phases that ran. */
  readonly phases: readonly PhaseDuration[];
  /** By model as in `models`, then in phase order; only phases that ran. */
  readonly modelPhases: readonly ModelPhaseDuration[];
}

/**
 * Extracts a deployment's contribution to statistics.
 *
 * A phase of a failed deployment that completed is measured like any other; the phase that failed is not, since how long
 * it would have taken is unknown.
 *
 * @throws RangeError if the deployment's start is outside the range of `Date`.
 */
export function deploymentDurations(deployment: Deployment): DeploymentDurations {
  const { id, serviceId, startedAtMs, kind, outcome, models, totalMs, gaps, phases, summary } = deployment;
  return {
    id,
    serviceId,
    startedAtMs,
    day: utcDay(startedAtMs),
    kind,
    outcome,
    failureCause: deployment.failure?.cause ?? null,
    models,
    totalMs,
    gapMs: gaps.reduce((sum, gap) => sum + gap.ms, 0),
    phases: summary.map(({ phase, wallMs, criticalMs }) => {
      const runs = phases.filter((run) => run.phase === phase);
      const startedAfterMs = startOf(runs, startedAtMs);
      return { phase, startedAfterMs, wallMs, criticalMs, unmeasured: unmeasuredReason(runs, wallMs) };
    }),
    modelPhases: models.flatMap((model) =>
      phases
        .filter((run) => run.model !== null && isSameModel(run.model, model))
        .map((run) => ({
          phase: run.phase,
          model,
          wallMs: run.wallMs,
          unmeasured: unmeasuredReason([run], run.wallMs),
        })),
    ),
  };
}

/** Whether two labels name the same version of the same model. */
export function isSameModel(a: ModelVersion, b: ModelVersion): boolean {
  return a.name === b.name && a.version === b.version;
}

function startOf(runs: readonly PhaseRun[], deploymentStartedAtMs: number): number | null {
  const starts = runs.map((run) => run.startedAtMs).filter((startedAtMs) => startedAtMs !== null);
  return starts.length === 0 ? null : Math.min(...starts) - deploymentStartedAtMs;
}

function unmeasuredReason(runs: readonly PhaseRun[], wallMs: number | null): UnmeasuredReason | null {
  const reasons = new Set(runs.map(reasonOfRun));
  const first = UNMEASURED_REASONS.find((reason) => reasons.has(reason));
  if (first !== undefined) return first;
  if (wallMs === null) return "open";
  return isDuration(wallMs) ? null : "skew";
}

function reasonOfRun(run: PhaseRun): UnmeasuredReason | null {
  if (run.endedAtMs === null) return "open";
  if (run.startedAtMs === null || run.flags.includes("missing_start")) return "missing_start";
  if (run.flags.includes("inferred_end")) return "inferred_end";
  if (run.flags.includes("skew")) return "skew";
  switch (run.outcome) {
    case "success":
    case "recovered":
      return null;
    case "failure":
      return "failed";
    case "interrupted":
      return "interrupted";
    default:
      return run satisfies never;
  }
}
