import type { ClassifiedEvent } from "../classify/timeline.ts";
import { type Phase, phaseIndex } from "../vocabulary/phase.ts";
import type { Classification, ModelVersion, Signal } from "../vocabulary/signal.ts";

/**
 * The reported state of one phase of one model, before the deployment's end is considered. Times are epoch ms.
 */
export interface PhaseTrack {
  readonly phase: Phase;
  readonly attempts: number;
  /** Start of the first attempt; `null` if unknown. */
  readonly startMs: number | null;
  /** Source of that start. */
  readonly startKnownBy: "begin" | "implied" | "missing";
  /** Start of the current or last attempt; `null` if unknown. */
  readonly attemptStartMs: number | null;
  /** End of the last attempt that ended; `null` while one is running. */
  readonly attemptEndMs: number | null;
  /** Sum of the attempts that ended, ms. */
  readonly activeMs: number;
  /** The last signal other than a begin; `null` if there was none since the last begin. */
  readonly last: "success" | "retry" | "failure" | null;
  /** True if the text of that signal names the model. */
  readonly isLabelled: boolean;
  /** The last retry or failure, or `null`. */
  readonly setback: ClassifiedEvent | null;
  /** True if an attempt ended in a retry or failure, or the phase was begun again. */
  readonly stumbled: boolean;
  /** The begin of a phase whose only end is stamped earlier, because clocks disagree; `null` in the usual order. */
  readonly beganAfterEndMs: number | null;
}

/** The phases of one model within one deployment, as reported by the events. */
export interface Lane {
  readonly model: ModelVersion | null;
  /** In phase order. */
  readonly tracks: readonly PhaseTrack[];
}

type PhaseSignal = Exclude<Signal, "info" | "unclassified">;
type EndSignal = Exclude<PhaseSignal, "begin">;

/**
 * Replays a deployment's phase signals into one lane per model, in order of first mention.
 *
 * A text without a label applies to every model for which it makes sense: a begin to those that have not begun the
 * phase, an end to those that are in it. It never overrules a model's own text, and never restarts a phase that a
 * model has left (contract 3, rule 4). Without any label there is a single lane, of no model.
 */
export function lanesOf(events: readonly ClassifiedEvent[]): Lane[] {
  const lanes = namedLanes(events);
  for (const event of events) {
    const { phase, signal, model } = event.classification;
    if (phase === null || !isPhaseSignal(signal)) continue;
    const own = model === null ? undefined : laneOf(lanes, model);
    const meant = own === undefined ? meantWithoutLabel(lanes, phase, signal) : [own];
    for (const lane of meant) advance(lane, phase, signal, event);
  }
  return lanes;
}

type OpenTrack = { -readonly [Field in keyof PhaseTrack]: PhaseTrack[Field] };

interface OpenLane extends Lane {
  readonly tracks: OpenTrack[];
}

function namedLanes(events: readonly ClassifiedEvent[]): OpenLane[] {
  const lanes: OpenLane[] = [];
  for (const { classification } of events) {
    const { model } = classification;
    if (model !== null && laneOf(lanes, model) === undefined) lanes.push({ model, tracks: [] });
  }
  return lanes.length > 0 ? lanes : [{ model: null, tracks: [] }];
}

/** Each model that a text names has one lane. */
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
  return signal === "begin" ? begunWithoutLabel(lanes, phase) : endedWithoutLabel(lanes, phase, signal);
}

function begunWithoutLabel(lanes: readonly OpenLane[], phase: Phase): readonly OpenLane[] {
  const waiting = lanes.filter((lane) => {
    const track = trackOf(lane, phase);
    return !hasLeft(lane, phase) && (track === undefined || isBetweenAttempts(track));
  });
  if (waiting.length > 0) return waiting;
  // A repeated begin of a running phase adds nothing. Without models, every text belongs to the lane itself.
  return lanes.filter((lane) => {
    const track = trackOf(lane, phase);
    return track === undefined || (lane.model === null && track.last === "success");
  });
}

function endedWithoutLabel(lanes: readonly OpenLane[], phase: Phase, signal: EndSignal): readonly OpenLane[] {
  const open = lanes.filter((lane) => {
    const track = trackOf(lane, phase);
    if (track?.last === "success" || (track?.last === "failure" && track.isLabelled)) return false;
    return signal === "success" || !hasLeft(lane, phase);
  });
  const inPhase = open.filter((lane) => isReached(lane, phase));
  if (inPhase.length > 0) return inPhase;
  const isNew = lanes.every((lane) => trackOf(lane, phase) === undefined);
  if (open.length > 0) return isNew ? open : [];
  // Every model has passed this point, so the text may correct whatever no label reported.
  return lanes.filter((lane) => trackOf(lane, phase)?.isLabelled === false && !hasLeft(lane, phase));
}

function trackOf(lane: OpenLane, phase: Phase): OpenTrack | undefined {
  for (const track of lane.tracks) {
    if (track.phase === phase) return track;
  }
  return undefined;
}

/** True if a model is in a phase, or if it is the model's next one. */
function isReached(lane: OpenLane, phase: Phase): boolean {
  return trackOf(lane, phase) !== undefined || predecessorEnd(lane, phase) !== null;
}

/** True if a model has been seen in a later phase. Without models, only the order of the texts can tell. */
function hasLeft({ model, tracks }: OpenLane, phase: Phase): boolean {
  const latest = tracks.at(-1);
  return model !== null && latest !== undefined && phaseIndex(latest.phase) > phaseIndex(phase);
}

function isBetweenAttempts(track: PhaseTrack): boolean {
  return track.last === "retry" || track.last === "failure";
}

function advance(lane: OpenLane, phase: Phase, signal: PhaseSignal, event: ClassifiedEvent): void {
  const track = trackOf(lane, phase);
  const atMs = event.event.occurredAtMs;
  if (signal !== "begin") {
    if (!isServiceWide(event.classification) || isAddedTo(lane, track))
      end(track ?? openUnannounced(lane, phase), signal, event);
  } else if (track === undefined) open(lane, phase, atMs, "begin");
  else beginAgain(track, atMs);
}

/** True if a text ends the whole operation, and with it a phase: "Service xxx started." */
function isServiceWide(classification: Classification): boolean {
  return classification.operation !== null;
}

/** Such a text never adds a phase; it only reports how a running one ended. */
function isAddedTo(lane: OpenLane, track: OpenTrack | undefined): boolean {
  return lane.tracks.length > 0 && track?.last !== "success";
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
    isLabelled: false,
    setback: null,
    stumbled: false,
    beganAfterEndMs: null,
  };
  lane.tracks.push(track);
  // Phases usually begin in their order.
  const before = lane.tracks.at(-2);
  if (before !== undefined && phaseIndex(before.phase) > phaseIndex(phase)) lane.tracks.sort(byPhase);
  return track;
}

function byPhase(a: PhaseTrack, b: PhaseTrack): number {
  return phaseIndex(a.phase) - phaseIndex(b.phase);
}

/** A phase whose begin was not reported starts where its predecessor ended (contract 3, rule 3). */
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

function end(track: OpenTrack, signal: EndSignal, event: ClassifiedEvent): void {
  if (track.attemptEndMs !== null) {
    const announcedTwice = signal === "success" && track.last === "success";
    if (!announcedTwice) track.attempts += 1;
    track.attemptStartMs = track.attemptEndMs;
  }
  closeAttempt(track, event.event.occurredAtMs);
  track.last = signal;
  track.isLabelled = event.classification.model !== null;
  if (signal !== "success") {
    track.stumbled = true;
    track.setback = event;
  }
  track.beganAfterEndMs = null;
}

function closeAttempt(track: OpenTrack, atMs: number): void {
  if (track.attemptStartMs !== null) track.activeMs += Math.max(0, atMs - track.attemptStartMs);
  track.attemptEndMs = atMs;
}
