import type { ClassifiedEvent } from "./classified-event.ts";
import { type Phase, phaseIndex } from "./phase.ts";
import type { ModelVersion, Signal } from "./signal.ts";

/** What the events say of one phase of one model so far, before its deployment's end is considered. Times are epoch ms. */
export interface PhaseTrack {
  readonly phase: Phase;
  readonly attempts: number;
  /** Start of the first attempt; `null` when nothing tells it. */
  readonly startMs: number | null;
  /** How that start is known. */
  readonly startKnownBy: "begin" | "implied" | "missing";
  /** Start of the attempt that runs now or ran last; `null` when nothing tells it. */
  readonly attemptStartMs: number | null;
  /** End of the attempt that ended last; `null` while the current one runs. */
  readonly attemptEndMs: number | null;
  /** Sum of the attempts that ended. */
  readonly activeMs: number;
  /** The last signal that was not a begin; `null` when a begin came after it, or none came. */
  readonly last: "success" | "retry" | "failure" | null;
  /** Whether some attempt ended in a retry or failure, or was begun anew. */
  readonly stumbled: boolean;
  /** When a phase began whose only end was seen earlier: clocks disagree. `null` in the usual order. */
  readonly beganAfterEndMs: number | null;
}

/** The phases of one model within one deployment, as far as the events tell. */
export interface Lane {
  readonly model: ModelVersion | null;
  readonly tracks: ReadonlyMap<Phase, PhaseTrack>;
}

type PhaseSignal = Exclude<Signal, "info" | "unclassified">;

/**
 * Replays an attempt's phase signals into one lane per model, in order of first mention.
 *
 * A text without a label speaks of every model for which it makes sense: a begin of those that have not begun, an end
 * of those that have reached the phase and not ended it; of all when no model is left. Without any label there is a single lane, of no model.
 */
export function lanesOf(events: readonly ClassifiedEvent[]): Lane[] {
  const lanes = namedLanes(events);
  for (const { event, is } of events) {
    if (is.phase === null || !isPhaseSignal(is.signal)) continue;
    for (const lane of addressed(lanes, is.phase, is.signal, is.model)) {
      // "Service xxx started." ends the last phase of models that are under way; it tells of no phase by itself.
      if (is.operation !== null && lane.tracks.size === 0) continue;
      lane.tracks.set(is.phase, advance(lane, is.phase, is.signal, event.occurredAtMs));
    }
  }
  return [...lanes.values()];
}

interface OpenLane {
  readonly model: ModelVersion | null;
  readonly tracks: Map<Phase, PhaseTrack>;
}

function namedLanes(events: readonly ClassifiedEvent[]): Map<string, OpenLane> {
  const lanes = new Map<string, OpenLane>();
  for (const { is } of events) {
    if (is.model === null) continue;
    const label = modelLabel(is.model);
    if (!lanes.has(label)) lanes.set(label, { model: is.model, tracks: new Map() });
  }
  if (lanes.size === 0) lanes.set("", { model: null, tracks: new Map() });
  return lanes;
}

/**
 * A model version as the upstream labels it.
 *
 * @example
 * modelLabel({ name: "zcjtestTF", version: "3.0.0" }); // "zcjtestTF 3.0.0"
 */
export function modelLabel(model: ModelVersion): string {
  return `${model.name} ${model.version}`;
}

function isPhaseSignal(signal: Signal): signal is PhaseSignal {
  return signal === "begin" || signal === "success" || signal === "retry" || signal === "failure";
}

function addressed(
  lanes: ReadonlyMap<string, OpenLane>,
  phase: Phase,
  signal: PhaseSignal,
  model: ModelVersion | null,
): readonly OpenLane[] {
  if (model !== null) {
    const lane = lanes.get(modelLabel(model));
    return lane === undefined ? [] : [lane];
  }
  const all = [...lanes.values()];
  const waiting = all.filter((lane) => {
    const track = lane.tracks.get(phase);
    return signal === "begin" ? track === undefined || isBetweenAttempts(track) : track?.last !== "success";
  });
  const ready = signal === "begin" ? waiting : waiting.filter((lane) => isReached(lane, phase));
  if (ready.length > 0) return ready;
  if (waiting.length > 0) return waiting;
  // Every model is past the point that the text speaks of. A repeated begin of running phases says nothing new.
  return signal === "begin" ? all.filter((lane) => lane.tracks.get(phase)?.last === "success") : all;
}

/** Whether a model is in a phase, or next in line for it. */
function isReached(lane: OpenLane, phase: Phase): boolean {
  return lane.tracks.has(phase) || predecessorEnd(lane, phase) !== null;
}

function isBetweenAttempts(track: PhaseTrack): boolean {
  return track.last === "retry" || track.last === "failure";
}

function advance(lane: OpenLane, phase: Phase, signal: PhaseSignal, atMs: number): PhaseTrack {
  const track = lane.tracks.get(phase);
  if (signal === "begin") return track === undefined ? opened(phase, atMs, "begin") : begunAgain(track, atMs);
  return ended(track ?? unannounced(lane, phase), signal, atMs);
}

function opened(phase: Phase, startMs: number | null, startKnownBy: PhaseTrack["startKnownBy"]): PhaseTrack {
  return {
    phase,
    attempts: 1,
    startMs,
    startKnownBy,
    attemptStartMs: startMs,
    attemptEndMs: null,
    activeMs: 0,
    last: null,
    stumbled: false,
    beganAfterEndMs: null,
  };
}

/** A phase whose begin nobody announced starts where its predecessor ended (contract 3, rule 3). */
function unannounced(lane: OpenLane, phase: Phase): PhaseTrack {
  const startMs = predecessorEnd(lane, phase);
  return opened(phase, startMs, startMs === null ? "missing" : "implied");
}

function predecessorEnd(lane: OpenLane, phase: Phase): number | null {
  let predecessor: PhaseTrack | null = null;
  for (const track of lane.tracks.values()) {
    if (phaseIndex(track.phase) >= phaseIndex(phase)) continue;
    if (predecessor === null || phaseIndex(track.phase) > phaseIndex(predecessor.phase)) predecessor = track;
  }
  return predecessor?.last === "success" ? predecessor.attemptEndMs : null;
}

function begunAgain(track: PhaseTrack, atMs: number): PhaseTrack {
  const endCameFirst = track.startKnownBy !== "begin" && track.last === "success" && track.attempts === 1;
  const before = track.attemptEndMs === null ? closeAttempt(track, atMs) : track;
  return {
    ...before,
    attempts: track.attempts + 1,
    attemptStartMs: atMs,
    attemptEndMs: null,
    last: null,
    stumbled: track.stumbled || track.last === null || isBetweenAttempts(track),
    beganAfterEndMs: endCameFirst ? atMs : null,
  };
}

function ended(track: PhaseTrack, signal: Exclude<PhaseSignal, "begin">, atMs: number): PhaseTrack {
  const stumbled = track.stumbled || signal !== "success";
  const known = { last: signal, stumbled, beganAfterEndMs: null };
  if (track.attemptEndMs === null) return { ...closeAttempt(track, atMs), ...known };
  const announcedTwice = signal === "success" && track.last === "success";
  const next = {
    ...track,
    attempts: track.attempts + (announcedTwice ? 0 : 1),
    attemptStartMs: track.attemptEndMs,
  };
  return { ...closeAttempt(next, atMs), ...known };
}

function closeAttempt(track: PhaseTrack, atMs: number): PhaseTrack {
  const spanMs = track.attemptStartMs === null ? 0 : Math.max(0, atMs - track.attemptStartMs);
  return { ...track, attemptEndMs: atMs, activeMs: track.activeMs + spanMs };
}
