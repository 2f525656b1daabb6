import type { ClassifiedEvent } from "../classify/timeline.ts";
import { type Phase, phaseIndex } from "../vocabulary/phase.ts";
import type { ModelVersion, Signal } from "../vocabulary/signal.ts";

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
  /** In phase order. */
  readonly tracks: readonly PhaseTrack[];
}

type PhaseSignal = Exclude<Signal, "info" | "unclassified">;

/**
 * Replays an attempt's phase signals into one lane per model, in order of first mention.
 *
 * A text without a label speaks of every model for which it makes sense: a begin of those that have not begun, an end
 * of those that have reached the phase and not ended it; of all when no model is left. Without any label there is a
 * single lane, of no model.
 */
export function lanesOf(events: readonly ClassifiedEvent[]): Lane[] {
  const lanes = namedLanes(events);
  for (const { event, is } of events) {
    const { phase, signal, operation, model } = is;
    if (phase === null || !isPhaseSignal(signal)) continue;
    const advanceWithin = (lane: OpenLane) => {
      // "Service xxx started." ends the last phase of models that are under way; it tells of no phase by itself.
      if (operation === null || lane.tracks.length > 0) advance(lane, phase, signal, event.occurredAtMs);
    };
    const named = model === null ? undefined : laneOf(lanes, model);
    if (named !== undefined) advanceWithin(named);
    else meantWithoutLabel(lanes, phase, signal).forEach(advanceWithin);
  }
  return lanes;
}

type OpenTrack = { -readonly [Field in keyof PhaseTrack]: PhaseTrack[Field] };

interface OpenLane extends Lane {
  readonly tracks: OpenTrack[];
}

function namedLanes(events: readonly ClassifiedEvent[]): OpenLane[] {
  const lanes: OpenLane[] = [];
  for (const { is } of events) {
    const { model } = is;
    if (model !== null && laneOf(lanes, model) === undefined) lanes.push({ model, tracks: [] });
  }
  return lanes.length > 0 ? lanes : [{ model: null, tracks: [] }];
}

/** Every model that some text names has one lane. */
function laneOf(lanes: readonly OpenLane[], model: ModelVersion): OpenLane | undefined {
  for (const lane of lanes) {
    const own = lane.model;
    if (own === model || (own?.version === model.version && own.name === model.name)) return lane;
  }
  return undefined;
}

function isPhaseSignal(signal: Signal): signal is PhaseSignal {
  return signal === "begin" || signal === "success" || signal === "retry" || signal === "failure";
}

function meantWithoutLabel(
  lanes: readonly OpenLane[],
  phase: Phase,
  signal: PhaseSignal,
): readonly OpenLane[] {
  // Where there is one lane, it is meant by every end.
  if (lanes.length === 1 && signal !== "begin") return lanes;
  const waiting = lanes.filter((lane) => {
    const track = trackOf(lane, phase);
    return signal === "begin" ? track === undefined || isBetweenAttempts(track) : track?.last !== "success";
  });
  const ready = signal === "begin" ? waiting : waiting.filter((lane) => isReached(lane, phase));
  if (ready.length > 0) return ready;
  if (waiting.length > 0) return waiting;
  // Every model is past the point that the text speaks of. A repeated begin of running phases says nothing new.
  return signal === "begin" ? lanes.filter((lane) => trackOf(lane, phase)?.last === "success") : lanes;
}

function trackOf(lane: OpenLane, phase: Phase): OpenTrack | undefined {
  for (const track of lane.tracks) {
    if (track.phase === phase) return track;
  }
  return undefined;
}

/** Whether a model is in a phase, or next in line for it. */
function isReached(lane: OpenLane, phase: Phase): boolean {
  return trackOf(lane, phase) !== undefined || predecessorEnd(lane, phase) !== null;
}

function isBetweenAttempts(track: PhaseTrack): boolean {
  return track.last === "retry" || track.last === "failure";
}

function advance(lane: OpenLane, phase: Phase, signal: PhaseSignal, atMs: number): void {
  const track = trackOf(lane, phase);
  if (signal !== "begin") end(track ?? openUnannounced(lane, phase), signal, atMs);
  else if (track === undefined) open(lane, phase, atMs, "begin");
  else beginAgain(track, atMs);
}

function open(
  lane: OpenLane,
  phase: Phase,
  startMs: number | null,
  startKnownBy: PhaseTrack["startKnownBy"],
): OpenTrack {
  const track: OpenTrack = {
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
  lane.tracks.push(track);
  // Phases mostly begin in their order.
  const before = lane.tracks.at(-2);
  if (before !== undefined && phaseIndex(before.phase) > phaseIndex(phase)) lane.tracks.sort(byPhase);
  return track;
}

function byPhase(a: PhaseTrack, b: PhaseTrack): number {
  return phaseIndex(a.phase) - phaseIndex(b.phase);
}

/** A phase whose begin nobody announced starts where its predecessor ended (contract 3, rule 3). */
function openUnannounced(lane: OpenLane, phase: Phase): OpenTrack {
  const startMs = predecessorEnd(lane, phase);
  return open(lane, phase, startMs, startMs === null ? "missing" : "implied");
}

function predecessorEnd(lane: OpenLane, phase: Phase): number | null {
  let predecessor: PhaseTrack | null = null;
  for (const track of lane.tracks) {
    if (phaseIndex(track.phase) < phaseIndex(phase)) predecessor = track;
  }
  return predecessor?.last === "success" ? predecessor.attemptEndMs : null;
}

function beginAgain(track: OpenTrack, atMs: number): void {
  const endCameFirst = track.startKnownBy !== "begin" && track.last === "success" && track.attempts === 1;
  track.stumbled ||= track.last === null || isBetweenAttempts(track);
  if (track.attemptEndMs === null) closeAttempt(track, atMs);
  track.attempts += 1;
  track.attemptStartMs = atMs;
  track.attemptEndMs = null;
  track.last = null;
  track.beganAfterEndMs = endCameFirst ? atMs : null;
}

function end(track: OpenTrack, signal: Exclude<PhaseSignal, "begin">, atMs: number): void {
  if (track.attemptEndMs !== null) {
    const announcedTwice = signal === "success" && track.last === "success";
    if (!announcedTwice) track.attempts += 1;
    track.attemptStartMs = track.attemptEndMs;
  }
  closeAttempt(track, atMs);
  track.last = signal;
  track.stumbled ||= signal !== "success";
  track.beganAfterEndMs = null;
}

function closeAttempt(track: OpenTrack, atMs: number): void {
  if (track.attemptStartMs !== null) track.activeMs += Math.max(0, atMs - track.attemptStartMs);
  track.attemptEndMs = atMs;
}
