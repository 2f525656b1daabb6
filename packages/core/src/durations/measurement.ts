import { isDuration } from "../histogram/bucket.ts";
import { PHASES } from "../vocabulary/phase.ts";
import type { ModelVersion } from "../vocabulary/signal.ts";
import { type DeploymentDurations, isSameModel, type UnmeasuredReason } from "./index.ts";

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
  /** Whether only other models ran this phase. */
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
