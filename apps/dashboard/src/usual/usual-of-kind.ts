import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import { modeBoundary } from "@deploy-lens/core/findings/modes";
import { isLowN, quantileOfSorted } from "@deploy-lens/core/histogram/nearest-rank";
import { PHASES, type Phase } from "@deploy-lens/core/vocabulary/phase";
import type { Usual } from "./against-usual.ts";

/** Properties that decide which deployments can be compared: durations of different kinds lie far apart. */
export interface ComparableKind {
  /** False if the build of its image was cached; `null` where that cannot be told, or makes no difference. */
  readonly built: boolean | null;
  /** True if its image was pulled out of a cache; `null` as above. */
  readonly cached: boolean | null;
  readonly several: boolean;
}

export interface UsualOfKind {
  readonly kind: ComparableKind;
  readonly total: Usual;
  readonly phases: Readonly<Partial<Record<Phase, Usual>>>;
}

/** Tells the kind of a deployment among those of its service. */
export type KindOf = (point: Pick<DeploymentPoint, "phasesMs" | "cached" | "models">) => ComparableKind;

/** Learns from a service's deployments how long a cached build takes. */
export function kindsAmong(points: readonly DeploymentPoint[]): KindOf {
  const builds = points.flatMap(({ phasesMs, outcome }) =>
    outcome === "success" ? (phasesMs.build_image ?? []) : [],
  );
  const boundaryMs = modeBoundary(builds);
  return ({ phasesMs: { build_image: buildMs }, cached, models }) => ({
    built: boundaryMs === null || buildMs === undefined ? null : buildMs > boundaryMs,
    cached,
    several: models.length > 1,
  });
}

/**
 * Computes the usual durations of a service's successful deployments of one kind. Where too few are alike for a median, the
 * pull no longer counts, then the build; one model and several are never mixed.
 *
 * @param exceptId the deployment to compare, which does not count itself
 * @example
 * usualOfKind(points, { built: false, cached: true, several: false }).total.p50Ms; // 61004
 */
export function usualOfKind(
  points: readonly DeploymentPoint[],
  wanted: ComparableKind,
  exceptId?: string,
): UsualOfKind {
  const kindOf = kindsAmong(points);
  const others = points
    .filter(({ id, outcome }) => id !== exceptId && outcome === "success")
    .map((point) => ({ point, kind: kindOf(point) }))
    .filter(({ kind }) => kind.several === wanted.several);
  const alike = (kind: ComparableKind) =>
    others
      .filter((other) => kind.built === null || other.kind.built === kind.built)
      .filter((other) => kind.cached === null || other.kind.cached === kind.cached)
      .map(({ point }) => point);
  const anyKind = { ...wanted, built: null, cached: null };
  const kinds = [wanted, { ...wanted, cached: null }, { ...wanted, built: null }];
  const kind = kinds.find((one) => !isLowN(0.5, alike(one).length)) ?? anyKind;
  const compared = alike(kind);
  return {
    kind,
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
