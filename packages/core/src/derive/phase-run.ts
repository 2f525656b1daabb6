import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { PhaseFlag, PhaseOutcome, PhaseRun } from "../vocabulary/deployment.ts";
import { LAST_PHASE } from "../vocabulary/phase.ts";
import type { Closing } from "./closing.ts";
import type { Lane, PhaseTrack } from "./lane.ts";

/** A phase run whose share of the critical path has not been set yet: 0. */
export type UnsharedRun = PhaseRun & { criticalMs: number };

/** Ends the phases that nothing else ended: the deployment's closing, or the begin of its rollback. */
export type PhasesEnd = Pick<Closing, "outcome" | "atMs" | "endedBy">;

/** A phase that did not succeed, with its last retry or failure. */
export interface Unrecovered {
  readonly run: UnsharedRun;
  readonly setback: ClassifiedEvent | null;
}

/** The phase runs of a deployment, by model and then in phase order. */
export interface PhaseRuns {
  readonly runs: readonly UnsharedRun[];
  readonly unrecovered: readonly Unrecovered[];
}

/**
 * Turns lanes into phase runs, using what followed each phase and how the deployment ended.
 *
 * A phase without an end is bounded by the first later phase of its model, else by the deployment's end, else it is
 * open (contract 3, rules 3 and 11).
 */
export function phaseRunsOf(lanes: readonly Lane[], ending: PhasesEnd | null): PhaseRuns {
  const runs: UnsharedRun[] = [];
  const unrecovered: Unrecovered[] = [];
  for (const lane of lanes) {
    for (const track of lane.tracks) {
      const run = runOf(track, endOf(track, lane, lanes, ending), lane.model);
      runs.push(run);
      const { outcome } = run;
      if (outcome !== "success" && outcome !== "recovered") unrecovered.push({ run, setback: track.setback });
    }
  }
  return { runs, unrecovered };
}

// Each shape is written out, because a spread costs more than everything else here.
function runOf(track: PhaseTrack, end: End | null, model: UnsharedRun["model"]): UnsharedRun {
  const { phase, startMs: startedAtMs, attempts } = track;
  if (track.beganAfterEndMs !== null) return skewedRun(track, track.beganAfterEndMs, model);
  if (end === null) {
    const flags = flagsOf(track, null, 0);
    return {
      phase,
      model,
      startedAtMs,
      endedAtMs: null,
      wallMs: null,
      activeMs: null,
      attempts,
      criticalMs: 0,
      outcome: null,
      flags,
    };
  }
  const { atMs: endedAtMs, outcome } = end;
  if (startedAtMs === null) {
    const flags = flagsOf(track, end.flag, 0);
    return {
      phase,
      model,
      startedAtMs,
      endedAtMs,
      wallMs: null,
      activeMs: null,
      attempts,
      criticalMs: 0,
      outcome,
      flags,
    };
  }
  const signedMs = endedAtMs - startedAtMs;
  return {
    phase,
    model,
    startedAtMs,
    endedAtMs,
    wallMs: Math.max(0, signedMs),
    activeMs: activeMsOf(track, endedAtMs, Math.max(0, signedMs)),
    attempts,
    criticalMs: 0,
    outcome,
    flags: flagsOf(track, end.flag, signedMs),
  };
}

function flagsOf(track: PhaseTrack, endFlag: PhaseFlag | null, signedMs: number): readonly PhaseFlag[] {
  const start = startFlag(track);
  const isSkewed = signedMs < 0;
  if (start === null && endFlag === null && !isSkewed) return [];
  return [start, endFlag, isSkewed ? ("skew" as const) : null].filter((flag) => flag !== null);
}

function startFlag({ startKnownBy, startMs }: PhaseTrack): PhaseFlag | null {
  if (startKnownBy === "implied") return "implied_start";
  return startMs === null ? "missing_start" : null;
}

/** The only end is stamped before the only begin, so the length is 0 and flagged. */
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
  readonly atMs: number;
  readonly outcome: PhaseOutcome;
  readonly flag: PhaseFlag | null;
}

function endOf(track: PhaseTrack, lane: Lane, lanes: readonly Lane[], ending: PhasesEnd | null): End | null {
  const passed: PhaseOutcome = track.stumbled ? "recovered" : "success";
  const isBound = isUpperBound(track, lanes, ending);
  const own = track.attemptEndMs;
  if (track.last === "success" && own !== null) {
    return { atMs: own, outcome: passed, flag: isBound ? "inferred_end" : null };
  }
  const boundMs = boundOf(track, lane.tracks);
  if (boundMs !== null) return { atMs: boundMs, outcome: passed, flag: "inferred_end" };
  if (ending?.outcome === "success") {
    return { atMs: ending.atMs, outcome: passed, flag: flagOfSuccess(track, isBound, ending) };
  }
  if (track.last === "failure" && own !== null) {
    return { atMs: own, outcome: "failure", flag: isBound ? "inferred_end" : null };
  }
  if (ending === null) return null;
  const outcome = ending.outcome === "failure" && track.last === "retry" ? "failure" : "interrupted";
  return { atMs: ending.atMs, outcome, flag: "inferred_end" };
}

function flagOfSuccess(track: PhaseTrack, isBound: boolean, ending: PhasesEnd): PhaseFlag | null {
  if (isBound || track.phase !== LAST_PHASE) return "inferred_end";
  return ending.endedBy === "service_status" ? "ended_by_status" : null;
}

/**
 * True if an end is that of the whole service, which waited for another model: the one that began its last phase last
 * (contract 3, rule 3).
 */
function isUpperBound(track: PhaseTrack, lanes: readonly Lane[], ending: PhasesEnd | null): boolean {
  if (lanes.length === 1 || track.phase !== LAST_PHASE) return false;
  const endMs = serviceWideEndOf(track, ending);
  if (endMs === null) return false;
  const startMs = track.startMs ?? Number.NEGATIVE_INFINITY;
  return lanes.some(({ tracks }) => {
    const other = tracks.at(-1);
    if (other?.phase !== LAST_PHASE || serviceWideEndOf(other, ending) !== endMs) return false;
    return other.startMs !== null && other.startMs > startMs;
  });
}

/**
 * The end of a phase that a text of the whole service, or its end, set; `null` if the model's own text did, or
 * nothing has yet.
 */
function serviceWideEndOf(
  { last, isLabelled, attemptEndMs }: PhaseTrack,
  ending: PhasesEnd | null,
): number | null {
  if (last === "success" || last === "failure") return isLabelled ? null : attemptEndMs;
  return ending?.atMs ?? null;
}

/** The start of the first later phase of the model; `null` if none was seen. */
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

/** At most the wall time: if clocks disagree, attempts may extend beyond the end. */
function activeMsOf(track: PhaseTrack, endedAtMs: number, wallMs: number): number {
  const startMs = track.attemptEndMs === null ? track.attemptStartMs : null;
  const runningMs = startMs === null ? 0 : Math.max(0, endedAtMs - startMs);
  return Math.min(track.activeMs + runningMs, wallMs);
}
