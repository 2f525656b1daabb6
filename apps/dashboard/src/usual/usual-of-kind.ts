import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import { isLowN, quantileOfSorted } from "@deploy-lens/core/histogram/nearest-rank";
import { PHASES, type Phase } from "@deploy-lens/core/vocabulary/phase";
import type { Usual } from "./against-usual.ts";

/** Properties that decide which deployments can be compared: durations of different kinds lie far apart. */
export interface ComparableKind {
  /** True if its image was cached; `null` where that cannot be told, or makes no difference. */
  readonly cached: boolean | null;
  readonly several: boolean;
}

export interface UsualOfKind {
  readonly kind: ComparableKind;
  readonly total: Usual;
  readonly phases: Readonly<Partial<Record<Phase, Usual>>>;
}

/**
 * Computes the usual durations of the successful deployments that are like one of them: with or without a cached image, with
 * one or several models. Where too few are alike for a median, all with as many models count.
 *
 * @param points deployments of one service
 * @param exceptId the deployment to compare, which does not count itself
 * @example
 * usualOfKind(points, { cached: true, several: false }).total.p50Ms; // 61004
 */
export function usualOfKind(
  points: readonly DeploymentPoint[],
  { cached, several }: ComparableKind,
  exceptId?: string,
): UsualOfKind {
  const others = points.filter(
    (point) => point.id !== exceptId && point.outcome === "success" && point.models.length > 1 === several,
  );
  const alike = cached === null ? others : others.filter((point) => point.cached === cached);
  const isEnough = cached !== null && !isLowN(0.5, alike.length);
  const compared = isEnough ? alike : others;
  return {
    kind: { cached: isEnough ? cached : null, several },
    total: usualOfSamples(compared.map(({ observedMs }) => observedMs)),
    phases: Object.fromEntries(
      PHASES.flatMap((phase) => {
        const samples = compared.flatMap(({ phasesMs }) => phasesMs[phase] ?? []);
        return samples.length === 0 ? [] : [[phase, usualOfSamples(samples)]];
      }),
    ),
  };
}

function usualOfSamples(samplesMs: readonly number[]): Usual {
  const n = samplesMs.length;
  const sorted = samplesMs.toSorted((a, b) => a - b);
  const quantile = (q: number) => (isLowN(q, n) ? null : quantileOfSorted(sorted, q));
  return { n, p50Ms: quantile(0.5), p90Ms: quantile(0.9), relativeError: 0 };
}
