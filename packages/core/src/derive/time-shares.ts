import type { Gap, PhaseFlag, PhaseRun, PhaseSummary } from "../vocabulary/deployment.ts";
import { PHASES, type Phase } from "../vocabulary/phase.ts";
import { criticalPath, type Interval, type Share, type Span, unionMs } from "./critical-path.ts";
import type { UnsharedRun } from "./phase-run.ts";

/** Flags that keep a span out of percentiles (contract 3.3, 3.11). */
const NOT_MEASURED: readonly PhaseFlag[] = ["missing_start", "inferred_end", "skew"];

/**
 * Gives each millisecond of a deployment to one phase run on the critical path, as its `criticalMs`, or to a gap
 * between its neighbours; returns the gaps. The path goes through the run whose failure was `decisive`, if any.
 *
 * Invariant: the runs' `criticalMs` and the gaps' `ms` add up to the window's length, exactly (contract 3.5).
 */
export function shareTime(
  window: Interval,
  runs: readonly UnsharedRun[],
  decisive: UnsharedRun | null,
): Gap[] {
  const spans = runs.map((run) => spanOf(run, window));
  const gaps: Share<UnsharedRun>[] = [];
  const inside = { startMs: 0, endMs: window.endMs - window.startMs };
  for (const share of criticalPath(inside, spans, decisive)) {
    if (share.owner === null) gaps.push(share);
    else share.owner.criticalMs += share.endMs - share.startMs;
  }
  return gaps.map((gap) => gapOf(gap, spans, window));
}

/**
 * A run's span within the window; an unknown edge is replaced by the nearest known time. Small integers, which the
 * engine stores inline.
 */
function spanOf(owner: UnsharedRun, window: Interval): Span<UnsharedRun> {
  const endMs = (owner.endedAtMs ?? window.endMs) - window.startMs;
  return { startMs: owner.startedAtMs === null ? endMs : owner.startedAtMs - window.startMs, endMs, owner };
}

/** A gap, named after the phase that ended last before it and the one that began first after it. */
function gapOf({ startMs, endMs }: Interval, spans: readonly Span<UnsharedRun>[], window: Interval): Gap {
  let before: Span<UnsharedRun> | null = null;
  let after: Span<UnsharedRun> | null = null;
  for (const span of spans) {
    // Runs are in phase order: of two that end together the later phase is the neighbour, of two that begin together
    // the earlier.
    if (span.endMs <= startMs && (before === null || span.endMs >= before.endMs)) before = span;
    if (span.startMs >= endMs && (after === null || span.startMs < after.startMs)) after = span;
  }
  return {
    after: before?.owner.phase ?? "start",
    before: after?.owner.phase ?? "end",
    startedAtMs: window.startMs + startMs,
    ms: endMs - startMs,
  };
}

/** Each phase over all models, in phase order, without phases that did not run. */
export function summarize(runs: readonly PhaseRun[]): PhaseSummary[] {
  const summaries: PhaseSummary[] = [];
  for (const phase of PHASES) {
    const summary = summaryOf(phase, runs);
    if (summary !== null) summaries.push(summary);
  }
  return summaries;
}

function summaryOf(phase: Phase, runs: readonly PhaseRun[]): PhaseSummary | null {
  let only: PhaseRun | null = null;
  let count = 0;
  let criticalMs = 0;
  let attempts = 0;
  let measured = true;
  for (const run of runs) {
    if (run.phase !== phase) continue;
    only = run;
    count += 1;
    criticalMs += run.criticalMs;
    attempts = Math.max(attempts, run.attempts);
    measured &&= run.wallMs !== null && isMeasured(run.flags);
  }
  if (only === null) return null;
  const wallMs = count === 1 ? only.wallMs : unitedWallMs(runs.filter((run) => run.phase === phase));
  return { phase, wallMs, criticalMs, attempts, measured };
}

function isMeasured(flags: readonly PhaseFlag[]): boolean {
  for (const flag of flags) if (NOT_MEASURED.includes(flag)) return false;
  return true;
}

/** Length of the union of runs; `null` while one of them is open or has no start. */
function unitedWallMs(runs: readonly PhaseRun[]): number | null {
  const intervals: Interval[] = [];
  for (const { startedAtMs, endedAtMs } of runs) {
    if (startedAtMs === null || endedAtMs === null) return null;
    intervals.push({ startMs: startedAtMs, endMs: Math.max(startedAtMs, endedAtMs) });
  }
  return unionMs(intervals);
}
