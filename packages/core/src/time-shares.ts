import { criticalPath, type Interval, unionMs } from "./critical-path.ts";
import type { Gap, GapNeighbour, PhaseFlag, PhaseRun, PhaseSummary } from "./deployment.ts";
import { PHASES } from "./phase.ts";
import type { UnsharedRun } from "./phase-run.ts";

/** Flags that keep a span out of percentiles (contract 3.3, 3.11). */
const NOT_MEASURED: readonly PhaseFlag[] = ["missing_start", "inferred_end", "skew"];

/**
 * Gives each millisecond of a deployment to one phase run on the critical path, or to a gap between its neighbours.
 *
 * Invariant: the runs' `criticalMs` and the gaps' `ms` add up to the window's length, exactly (contract 3.5).
 */
export function shareTime(window: Interval, runs: readonly UnsharedRun[]): { runs: PhaseRun[]; gaps: Gap[] } {
  const spans = runs.map((run, owner) => ({ ...intervalOf(run, window), owner }));
  const path = criticalPath(window, spans);
  const criticalMs = runs.map(() => 0);
  const gaps: Gap[] = [];
  for (const share of path) {
    const ms = share.endMs - share.startMs;
    if (share.owner === null)
      gaps.push({ ...neighbours(share, runs, spans), startedAtMs: share.startMs, ms });
    else criticalMs[share.owner] = (criticalMs[share.owner] ?? 0) + ms;
  }
  return { runs: runs.map((run, i) => ({ ...run, criticalMs: criticalMs[i] ?? 0 })), gaps };
}

/** A run's interval inside the window; where an edge is unknown, the nearest thing known of it. */
function intervalOf(run: UnsharedRun, window: Interval): Interval {
  const endMs = run.endedAtMs ?? window.endMs;
  return { startMs: run.startedAtMs ?? endMs, endMs };
}

/** The phase that ended last before a gap, and the one that began first after it. */
function neighbours(
  gap: Interval,
  runs: readonly UnsharedRun[],
  spans: readonly Interval[],
): { after: GapNeighbour; before: GapNeighbour } {
  let after: GapNeighbour = "start";
  let before: GapNeighbour = "end";
  let endMs = Number.NEGATIVE_INFINITY;
  let startMs = Number.POSITIVE_INFINITY;
  for (const [i, span] of spans.entries()) {
    const phase = runs[i]?.phase;
    if (phase === undefined) continue;
    // Runs stand in phase order: of two that end together the later phase is the neighbour, of two that begin the earlier.
    if (span.endMs <= gap.startMs && span.endMs >= endMs) [after, endMs] = [phase, span.endMs];
    if (span.startMs >= gap.endMs && span.startMs < startMs) [before, startMs] = [phase, span.startMs];
  }
  return { after, before };
}

/** Each phase over all models, in phase order; phases that did not run are left out. */
export function summarize(runs: readonly PhaseRun[]): PhaseSummary[] {
  return PHASES.flatMap((phase) => {
    const ofPhase = runs.filter((run) => run.phase === phase);
    return ofPhase.length === 0 ? [] : [summaryOf(phase, ofPhase)];
  });
}

function summaryOf(phase: PhaseSummary["phase"], runs: readonly PhaseRun[]): PhaseSummary {
  const intervals = runs.map(closedInterval).filter((interval) => interval !== null);
  const whole = intervals.length === runs.length;
  return {
    phase,
    wallMs: whole ? unionMs(intervals) : null,
    criticalMs: runs.reduce((sum, run) => sum + run.criticalMs, 0),
    attempts: runs.reduce((sum, run) => sum + run.attempts, 0),
    measured: whole && !runs.some((run) => run.flags.some((flag) => NOT_MEASURED.includes(flag))),
  };
}

function closedInterval(run: PhaseRun): Interval | null {
  if (run.startedAtMs === null || run.endedAtMs === null) return null;
  return { startMs: run.startedAtMs, endMs: Math.max(run.startedAtMs, run.endedAtMs) };
}
