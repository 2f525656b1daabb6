import type { DeploymentPoint } from "@deploy-lens/api/deployments/deployment-facets";
import { PHASES, type Phase } from "@deploy-lens/core/vocabulary/phase";

/** A deployment as the chart and the comparison of a region need it. */
export interface Point extends DeploymentPoint {
  readonly startedAtMs: number;
}

/** The moments parsed once: the chart needs them for each region that is brushed. */
export function pointsOf(points: readonly DeploymentPoint[]): readonly Point[] {
  return points.map((point) => ({ ...point, startedAtMs: Date.parse(point.startedAt) }));
}

export function hasFailed({ outcome }: Pick<Point, "outcome">): boolean {
  return outcome === "failure" || outcome === "timed_out";
}

/** The phase that took longest; `null` if none has ended. */
export function longestPhase({ phasesMs }: Pick<Point, "phasesMs">): Phase | null {
  let longest: Phase | null = null;
  for (const phase of PHASES) {
    const ms = phasesMs[phase] ?? 0;
    if (ms > (longest === null ? 0 : (phasesMs[longest] ?? 0))) longest = phase;
  }
  return longest;
}
