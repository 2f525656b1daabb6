import { isDuration } from "../histogram/bucket.ts";
import { PHASES } from "../vocabulary/phase.ts";
import type { ModelVersion } from "../vocabulary/signal.ts";
import type { DeploymentDurations, UnmeasuredReason } from "./index.ts";

/** What is measured of a deployment: each phase, `gap` (the time when no phase ran), `total` (start to end). */
export const MEASURES = [...PHASES, "gap", "total"] as const;

/** One of {@link MEASURES}. */
export type Measure = (typeof MEASURES)[number];

/** One time of one deployment, or why there is none that may count. */
export type Measurement = {
  readonly measure: Measure;
  /** `null`: over all models. */
  readonly model: ModelVersion | null;
} & (
  | { readonly ms: number; readonly unmeasured: null }
  | { readonly ms: null; readonly unmeasured: UnmeasuredReason }
);

/**
 * Lists what one closed deployment brings to statistics: over all models, then for each model.
 *
 * A model's `gap` and `total` are the deployment's own, so that "how long do deployments with this model take" has an
 * answer. The gaps count only where every boundary of every phase is known. An open deployment has no measurements.
 *
 * @example
 * measurementsOf(durations)[0]; // { measure: "build_image", model: null, ms: 17, unmeasured: null }
 */
export function measurementsOf(durations: DeploymentDurations): Measurement[] {
  if (durations.outcome === null) return [];
  const gap = gapOf(durations);
  const total = measured(durations.totalMs, durations.totalMs === null ? "open" : null);
  const measurements: Measurement[] = [];
  for (const { phase, wallMs, unmeasured } of durations.phases) {
    measurements.push({ measure: phase, model: null, ...measured(wallMs, unmeasured) });
  }
  for (const { phase, model, wallMs, unmeasured } of durations.modelPhases) {
    measurements.push({ measure: phase, model, ...measured(wallMs, unmeasured) });
  }
  for (const model of [null, ...durations.models]) {
    measurements.push({ measure: "gap", model, ...gap }, { measure: "total", model, ...total });
  }
  return measurements;
}

type Measured =
  | { readonly ms: number; readonly unmeasured: null }
  | { readonly ms: null; readonly unmeasured: UnmeasuredReason };

const UNKNOWN_BOUNDARY: readonly UnmeasuredReason[] = ["open", "missing_start", "inferred_end", "skew"];

function gapOf(durations: DeploymentDurations): Measured {
  const doubtful = durations.phases.find(
    ({ unmeasured }) => unmeasured !== null && UNKNOWN_BOUNDARY.includes(unmeasured),
  );
  return measured(durations.gapMs, doubtful?.unmeasured ?? null);
}

function measured(ms: number | null, unmeasured: UnmeasuredReason | null): Measured {
  if (unmeasured !== null) return { ms: null, unmeasured };
  if (ms === null || !isDuration(ms)) return { ms: null, unmeasured: "skew" };
  return { ms, unmeasured: null };
}
