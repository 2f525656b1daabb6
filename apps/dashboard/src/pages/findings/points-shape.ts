import type { FindingEvidence } from "@deploy-lens/api/findings/findings";
import { type LogAxis, logPosition } from "../../charts/duration-ticks.ts";

/** A deployment's place in the chart: shares of its width and height, from the top left. */
export interface PlacedRun {
  readonly run: FindingEvidence["runs"][number];
  readonly x: number;
  readonly y: number;
}

/** The positions of a finding's chart. */
export interface PointsShape {
  readonly points: readonly PlacedRun[];
  readonly axis: LogAxis;
  /** The range of places, and the change itself, as shares of the width. */
  readonly placed: { readonly from: number; readonly to: number; readonly at: number };
  /** The height of the medians; `null` for shares. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Places deployments one after the other, as they were compared: by order rather than by time, on a logarithmic scale. */
export function pointsShape({ finding, runs }: Pick<FindingEvidence, "finding" | "runs">): PointsShape {
  const durations = runs.map(({ ms }) => Math.max(1, ms));
  const axis = {
    minMs: durations.reduce((least, ms) => Math.min(least, ms), Number.POSITIVE_INFINITY) / 1.2,
    maxMs: durations.reduce((most, ms) => Math.max(most, ms), 1) * 1.2,
  };
  const n = Math.max(1, runs.length);
  const xOf = (deploymentId: string) => {
    const at = runs.findIndex((run) => run.deploymentId === deploymentId);
    return Math.max(0, at) / n;
  };
  const yOf = (ms: number | null) => (ms === null ? null : 1 - logPosition(axis, ms));
  const { placedWithin, since, before, after } = finding;
  return {
    points: runs.map((run, i) => ({ run, x: (i + 0.5) / n, y: yOf(Math.max(1, run.ms)) ?? 1 })),
    axis,
    placed: {
      from: xOf(placedWithin.from.deploymentId),
      to: xOf(placedWithin.to.deploymentId) + 1 / n,
      at: xOf(since.deploymentId),
    },
    before: yOf(before.medianMs),
    after: yOf(after.medianMs),
  };
}
