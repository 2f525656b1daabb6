import { criticalPath, type Interval, type Span, unionMs } from "./critical-path.ts";
import type { Gap, PhaseFlag, PhaseRun, PhaseSummary } from "./deployment.ts";
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
  const shared = runs.map((run) => ({ ...run, criticalMs: 0 }));
  const spans = shared.map((run) => spanOf(run, window));
  const gaps: Gap[] = [];
  for (const { startMs, endMs, owner } of criticalPath(window, spans)) {
    if (owner === null) gaps.push(gapBetween(startMs, endMs, spans));
    else owner.criticalMs += endMs - startMs;
  }
  return { runs: shared, gaps };
}

/** A run's span inside the window; where an edge is unknown, the nearest thing known of it. */
function spanOf<Run extends UnsharedRun>(owner: Run, window: Interval): Span<Run> {
  const endMs = owner.endedAtMs ?? window.endMs;
  return { startMs: owner.startedAtMs ?? endMs, endMs, owner };
}

/** A gap, between the phase that ended last before it and the one that began first after it. */
function gapBetween(startMs: number, endMs: number, spans: readonly Span<UnsharedRun>[]): Gap {
  let before: Span<UnsharedRun> | null = null;
  let after: Span<UnsharedRun> | null = null;
  for (const span of spans) {
    // Runs stand in phase order: of two that end together the later phase is the neighbour, of two that begin the earlier.
    if (span.endMs <= startMs && (before === null || span.endMs >= before.endMs)) before = span;
    if (span.startMs >= endMs && (after === null || span.startMs < after.startMs)) after = span;
  }
  return {
    after: before?.owner.phase ?? "start",
    before: after?.owner.phase ?? "end",
    startedAtMs: startMs,
    ms: endMs - startMs,
  };
}

/** Each phase over all models, in phase order; phases that did not run are left out. */
export function summarize(runs: readonly PhaseRun[]): PhaseSummary[] {
  const summaries: PhaseSummary[] = [];
  for (const phase of PHASES) {
    const ofPhase = runs.filter((run) => run.phase === phase);
    if (ofPhase.length > 0) summaries.push(summaryOf(phase, ofPhase));
  }
  return summaries;
}

function summaryOf(phase: PhaseSummary["phase"], runs: readonly PhaseRun[]): PhaseSummary {
  let criticalMs = 0;
  let attempts = 0;
  let measured = true;
  for (const run of runs) {
    criticalMs += run.criticalMs;
    attempts += run.attempts;
    measured &&= run.wallMs !== null && !run.flags.some((flag) => NOT_MEASURED.includes(flag));
  }
  return { phase, wallMs: unitedWallMs(runs), criticalMs, attempts, measured };
}

function unitedWallMs(runs: readonly PhaseRun[]): number | null {
  const [first, ...others] = runs;
  if (first !== undefined && others.length === 0) return first.wallMs;
  const intervals = runs.map(closedInterval).filter((interval) => interval !== null);
  return intervals.length === runs.length ? unionMs(intervals) : null;
}

function closedInterval(run: PhaseRun): Interval | null {
  if (run.startedAtMs === null || run.endedAtMs === null) return null;
  return { startMs: run.startedAtMs, endMs: Math.max(run.startedAtMs, run.endedAtMs) };
}
