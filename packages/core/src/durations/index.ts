import { isDuration } from "../histogram/index.ts";
import type { Deployment, Outcome, PhaseRun } from "../vocabulary/deployment.ts";
import { PHASES, type Phase } from "../vocabulary/phase.ts";
import type { DeploymentKind, FailureCause, ModelVersion } from "../vocabulary/signal.ts";

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

/** True if two labels name the same version of the same model. */
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

export const DAY_MS = 86_400_000;

/**
 * Returns the UTC day of an instant as yyyy-mm-dd.
 *
 * @throws RangeError if `atMs` is outside the range of `Date`.
 * @example
 * utcDay(1562597251764); // "2019-07-08"
 */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().split("T", 1).join("");
}

/**
 * Returns the start of a UTC day, epoch ms; it ends {@link DAY_MS} later.
 *
 * @throws RangeError if `day` is not in the format of {@link utcDay}.
 * @example
 * utcDayStartMs("2019-07-08"); // 1562544000000
 */
export function utcDayStartMs(day: string): number {
  const startMs = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(startMs) || utcDay(startMs) !== day)
    throw new RangeError(`"${day}" is not a valid day: write yyyy-mm-dd`);
  return startMs;
}

/** The measures of a deployment: each phase, `gap` (time when no phase ran), `total` (start to end). */
export const MEASURES = [...PHASES, "gap", "total"] as const;

export type Measure = (typeof MEASURES)[number];

/** One measure of one deployment: its time, or why that is excluded, and its share of the critical path. */
export type Measurement = {
  readonly measure: Measure;
  /** `null`: over all models. */
  readonly model: ModelVersion | null;
  /**
   * Time on the deployment's critical path, ms: a phase's exclusive share, the gaps for `gap`, all of it for `total`. Shares
   * and gaps add up to the total, including times that are excluded from statistics.
   */
  readonly criticalMs: number;
} & Time;

type Time =
  | { readonly ms: number; readonly unmeasured: null }
  | { readonly ms: null; readonly unmeasured: UnmeasuredReason }
  /** True if only other models ran this phase. */
  | { readonly ms: null; readonly unmeasured: null };

/**
 * Lists the measurements of one closed deployment: over all models, then for each model.
 *
 * A model's `gap`, `total` and critical path are the deployment's own, so that "how long do deployments with this model take,
 * and where does the time go" has an answer. The gaps count only where every boundary of every phase is known. An open
 * deployment has no measurements; one with an implausible total has no critical path.
 *
 * @example
 * measurementsOf(durations)[0]; // { measure: "build_image", model: null, ms: 17, unmeasured: null, criticalMs: 17 }
 */
export function measurementsOf(durations: DeploymentDurations): Measurement[] {
  const { outcome, totalMs, gapMs, phases, modelPhases, models } = durations;
  if (outcome === null) return [];
  const hasPath = totalMs !== null && isDuration(totalMs);
  const criticalMs = new Map<Measure, number>([
    ...phases.map((one) => [one.phase, hasPath ? one.criticalMs : 0] as const),
    ["gap", hasPath ? gapMs : 0],
    ["total", hasPath ? totalMs : 0],
  ]);
  const measurement = (measure: Measure, model: ModelVersion | null, time: Time): Measurement => ({
    measure,
    model,
    ...time,
    criticalMs: criticalMs.get(measure) ?? 0,
  });
  const gap = gapOf(durations);
  const total = measured(totalMs, totalMs === null ? "open" : null);
  const measurements = phases.map(({ phase, wallMs, unmeasured }) =>
    measurement(phase, null, measured(wallMs, unmeasured)),
  );
  for (const { phase, model, wallMs, unmeasured } of modelPhases) {
    measurements.push(measurement(phase, model, measured(wallMs, unmeasured)));
  }
  for (const model of models) {
    for (const { phase } of phases) {
      if (modelPhases.some((run) => run.phase === phase && isSameModel(run.model, model))) continue;
      if (criticalMs.get(phase) !== 0) measurements.push(measurement(phase, model, NO_TIME));
    }
  }
  for (const model of [null, ...models]) {
    measurements.push(measurement("gap", model, gap), measurement("total", model, total));
  }
  return measurements;
}

const NO_TIME: Time = { ms: null, unmeasured: null };

const UNKNOWN_BOUNDARY: readonly UnmeasuredReason[] = ["open", "missing_start", "inferred_end", "skew"];

function gapOf(durations: DeploymentDurations): Time {
  const doubtful = durations.phases.find(
    ({ unmeasured }) => unmeasured !== null && UNKNOWN_BOUNDARY.includes(unmeasured),
  );
  return measured(durations.gapMs, doubtful?.unmeasured ?? null);
}

function measured(ms: number | null, unmeasured: UnmeasuredReason | null): Time {
  if (unmeasured !== null) return { ms: null, unmeasured };
  if (ms === null || !isDuration(ms)) return { ms: null, unmeasured: "skew" };
  return { ms, unmeasured: null };
}
