import type { PhaseFlag, PhaseOutcome, PhaseRun } from "../vocabulary/deployment.ts";
import type { Closing } from "./closing.ts";
import type { Lane, PhaseTrack } from "./lane.ts";

/** A phase run whose share of the critical path is yet to be given: 0 so far. */
export interface UnsharedRun extends PhaseRun {
  criticalMs: number;
}

/**
 * Turns what a lane's events say into phase runs, in phase order, by what came after each phase and by how the
 * deployment ended.
 *
 * A phase with no end is bounded by the first later phase of its model; then by the deployment's end; else it is open
 * (contract 3, rules 3 and 11).
 */
export function phaseRunsOf(lane: Lane, closing: Closing | null): UnsharedRun[] {
  return lane.tracks.map((track) => {
    if (track.beganAfterEndMs !== null) return skewedRun(track, track.beganAfterEndMs, lane.model);
    return runOf(track, endOf(track, lane, closing), lane.model);
  });
}

function runOf(track: PhaseTrack, end: End, model: UnsharedRun["model"]): UnsharedRun {
  const signedMs = end.atMs === null || track.startMs === null ? null : end.atMs - track.startMs;
  return {
    phase: track.phase,
    model,
    startedAtMs: track.startMs,
    endedAtMs: end.atMs,
    wallMs: signedMs === null ? null : Math.max(0, signedMs),
    activeMs: signedMs === null || end.atMs === null ? null : activeMs(track, end.atMs, signedMs),
    attempts: track.attempts,
    criticalMs: 0,
    outcome: end.outcome,
    flags: flagsOf(track, end, signedMs),
  };
}

function flagsOf(track: PhaseTrack, end: End, signedMs: number | null): readonly PhaseFlag[] {
  const start = startFlag(track);
  const isSkewed = signedMs !== null && signedMs < 0;
  if (start === null && end.flag === null && !isSkewed) return [];
  return [start, end.flag, isSkewed ? ("skew" as const) : null].filter((flag) => flag !== null);
}

function startFlag({ startKnownBy, startMs }: PhaseTrack): PhaseFlag | null {
  if (startKnownBy === "implied") return "implied_start";
  return startMs === null ? "missing_start" : null;
}

/** The only end was seen before the only begin: the span is nothing, and says so. */
function skewedRun(track: PhaseTrack, beganAtMs: number, model: UnsharedRun["model"]): UnsharedRun {
  return {
    phase: track.phase,
    model,
    startedAtMs: beganAtMs,
    endedAtMs: beganAtMs,
    wallMs: 0,
    activeMs: 0,
    attempts: 1,
    criticalMs: 0,
    outcome: "success",
    flags: ["skew"],
  };
}

interface End {
  readonly atMs: number | null;
  readonly outcome: PhaseOutcome | null;
  readonly flag: PhaseFlag | null;
}

function endOf(track: PhaseTrack, lane: Lane, closing: Closing | null): End {
  const passed: PhaseOutcome = track.stumbled ? "recovered" : "success";
  if (track.last === "success") return { atMs: track.attemptEndMs, outcome: passed, flag: null };
  const boundMs = boundOf(track, lane.tracks);
  if (boundMs !== null) return { atMs: boundMs, outcome: passed, flag: "inferred_end" };
  if (closing !== null) return endByClosing(track, closing, passed);
  if (track.last === "failure") return { atMs: track.attemptEndMs, outcome: "failure", flag: null };
  return { atMs: null, outcome: null, flag: null };
}

/** Where the first later phase of the model shows itself, `null` when none does. */
function boundOf(track: PhaseTrack, tracks: readonly PhaseTrack[]): number | null {
  const knownToRunAtMs = track.attemptEndMs ?? track.attemptStartMs;
  let boundMs: number | null = null;
  for (const later of tracks.slice(tracks.indexOf(track) + 1)) {
    const shownAtMs = later.startMs ?? later.attemptEndMs ?? later.attemptStartMs;
    if (shownAtMs === null || (knownToRunAtMs !== null && shownAtMs < knownToRunAtMs)) continue;
    if (boundMs === null || shownAtMs < boundMs) boundMs = shownAtMs;
  }
  return boundMs;
}

function endByClosing(track: PhaseTrack, closing: Closing, passed: PhaseOutcome): End {
  const atMs = closing.atMs;
  if (closing.outcome === "success") {
    if (track.phase !== "start_model") return { atMs, outcome: passed, flag: "inferred_end" };
    return { atMs, outcome: passed, flag: closing.endedBy === "service_status" ? "ended_by_status" : null };
  }
  if (track.last === "failure") return { atMs: track.attemptEndMs, outcome: "failure", flag: null };
  const outcome = closing.outcome === "failure" && track.last === "retry" ? "failure" : "interrupted";
  return { atMs, outcome, flag: "inferred_end" };
}

/** Never more than the wall time: where clocks disagree, attempts may lie beyond the end. */
function activeMs(track: PhaseTrack, endedAtMs: number, signedWallMs: number): number {
  const startMs = track.attemptEndMs === null ? track.attemptStartMs : null;
  const runningMs = startMs === null ? 0 : Math.max(0, endedAtMs - startMs);
  return Math.min(track.activeMs + runningMs, Math.max(0, signedWallMs));
}
