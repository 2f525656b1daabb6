import type { ServiceFinding } from "./index.ts";
import { compareRuns, type Run } from "./run.ts";
import { seriesOf, strataOf } from "./series.ts";

/** A run as a point of a finding's chart. */
export interface EvidencePoint {
  readonly run: Run;
  /** The phase's time; the total's for failures. */
  readonly ms: number;
  /** The longer of the phase's two modes, such as an image that was not cached; `null` where the phase has one. */
  readonly isLong: boolean | null;
  readonly isWeekend: boolean;
}

/**
 * The runs that a finding was made from, told apart by what they are compared within.
 *
 * @param runs of one service, in any order
 */
export function evidenceOf(
  runs: readonly Run[],
  { kind, phase }: Pick<ServiceFinding, "kind" | "phase">,
): readonly EvidencePoint[] {
  const ordered = runs.toSorted(compareRuns);
  const strata = strataOf(ordered);
  if (kind === "failure_share") {
    return ordered.map((run, i) => pointOf(run, run.totalMs, null, strata.whole[i] ?? 0));
  }
  const series = seriesOf(ordered, strata).find((one) => one.question === "duration" && one.phase === phase);
  const modes = phase === "total" ? undefined : strata.cold.get(phase);
  return (series?.runs ?? []).flatMap((at, i) => {
    const run = ordered[at];
    if (run === undefined) return [];
    const mode = modes?.get(at);
    const ms = series?.observations[i]?.ms ?? 0;
    return [pointOf(run, ms, mode === undefined ? null : mode === 1, strata.whole[at] ?? 0)];
  });
}

function pointOf(run: Run, ms: number, isLong: boolean | null, stratum: number): EvidencePoint {
  return { run, ms, isLong, isWeekend: stratum >= 4 };
}
