import type { Closing } from "./closing.ts";
import type { PhaseFlag, PhaseOutcome, PhaseRun } from "./deployment.ts";
import type { Lane, PhaseTrack } from "./lane.ts";
import { phaseIndex } from "./phase.ts";

/** A phase run before its share of the critical path is known. */
export type UnsharedRun = Omit<PhaseRun, "criticalMs">;

/**
 * Turns what a lane's events say into phase runs, in phase order, by what came after each phase and by how the
 * deployment ended.
 *
 * A phase with no end is bounded by the first later phase of its model; then by the deployment's end; else it is open
 * (contract 3, rules 3 and 11).
 */
export function phaseRunsOf(lane: Lane, closing: Closing | null): UnsharedRun[] {
  const tracks = [...lane.tracks.values()].sort((a, b) => phaseIndex(a.phase) - phaseIndex(b.phase));
  return tracks.map((track, i) => runOf(track, boundOf(track, tracks.slice(i + 1)), closing, lane.model));
}

/** Where the first later phase of the model shows itself, `null` when none does. */
function boundOf(track: PhaseTrack, later: readonly PhaseTrack[]): number | null {
  const shownAt = later
    .map((next) => next.startMs ?? next.attemptEndMs ?? next.attemptStartMs)
    .filter((ms) => ms !== null && ms >= (track.attemptEndMs ?? track.attemptStartMs ?? ms));
  return shownAt.length === 0 ? null : Math.min(...shownAt.filter((ms) => ms !== null));
}

interface End {
  readonly atMs: number | null;
  readonly outcome: PhaseOutcome | null;
  readonly flag: PhaseFlag | null;
}

function runOf(
  track: PhaseTrack,
  boundMs: number | null,
  closing: Closing | null,
  model: UnsharedRun["model"],
): UnsharedRun {
  const base = { phase: track.phase, model };
  if (track.beganAfterEndMs !== null) return skewedRun(track, base);
  const end = endOf(track, boundMs, closing);
  const flags: PhaseFlag[] = [];
  if (track.startKnownBy === "implied") flags.push("implied_start");
  if (track.startMs === null) flags.push("missing_start");
  if (end.flag !== null) flags.push(end.flag);
  const signedMs = end.atMs === null || track.startMs === null ? null : end.atMs - track.startMs;
  if (signedMs !== null && signedMs < 0) flags.push("skew");
  return {
    ...base,
    startedAtMs: track.startMs,
    endedAtMs: end.atMs,
    wallMs: signedMs === null ? null : Math.max(0, signedMs),
    activeMs: signedMs === null || end.atMs === null ? null : activeMs(track, end.atMs, signedMs),
    attempts: track.attempts,
    outcome: end.outcome,
    flags,
  };
}

/** The only end was seen before the only begin: the span is nothing, and says so. */
function skewedRun(track: PhaseTrack, base: Pick<UnsharedRun, "phase" | "model">): UnsharedRun {
  return {
    ...base,
    startedAtMs: track.beganAfterEndMs,
    endedAtMs: track.beganAfterEndMs,
    wallMs: 0,
    activeMs: 0,
    attempts: 1,
    outcome: "success",
    flags: ["skew"],
  };
}

function endOf(track: PhaseTrack, boundMs: number | null, closing: Closing | null): End {
  const passed: PhaseOutcome = track.stumbled ? "recovered" : "success";
  if (track.last === "success") return { atMs: track.attemptEndMs, outcome: passed, flag: null };
  if (boundMs !== null) return { atMs: boundMs, outcome: passed, flag: "inferred_end" };
  if (closing !== null) return endByClosing(track, closing, passed);
  if (track.last === "failure") return { atMs: track.attemptEndMs, outcome: "failure", flag: null };
  return { atMs: null, outcome: null, flag: null };
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
