import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { Owed, ServiceHead } from "@deploy-lens/store/service-head";

/** The times that discovery goes by, ms. */
export interface DiscoverTiming {
  /** From one tick to the next. */
  readonly tickMs: number;
  /** What led up to a transition may be told this long after it: so long the service is looked at on every tick. */
  readonly settleMs: number;
  /** How far before the newest known transition the list is read: it may show a transition late. */
  readonly overlapMs: number;
  /** How long the upstream keeps events: of a service that did not change for longer it has none. */
  readonly retentionMs: number;
  /** How often the services that changed lately are looked at again, for events that were written late. */
  readonly sweepMs: number;
  /** How long after its transition a service is looked at so. */
  readonly lateMs: number;
  /** How many services' histories, of those derived by older rules, are derived again on a tick. */
  readonly rederivedAtOnce: number;
}

/** What discovery does unless told otherwise. */
export const TIMING: DiscoverTiming = {
  tickMs: 60_000,
  settleMs: 120_000,
  overlapMs: 600_000,
  // "Events are saved for one month": 31 days.
  retentionMs: 31 * 86_400_000,
  sweepMs: 30 * 60_000,
  lateMs: 24 * 3_600_000,
  rederivedAtOnce: 10,
};

/** A moment of discovery. */
export interface Moment {
  readonly nowMs: number;
  /** The newest transition that has been dealt with, `null` for none yet. */
  readonly knownMs: number | null;
  /** Whether the services are a watch list, of which there is no newest known transition. */
  readonly isWatched: boolean;
  /** Whether late events are looked for on this tick. */
  readonly isSweep: boolean;
  readonly timing: DiscoverTiming;
}

/** Whether a listed service needs a look because of its transition: until that has settled, and somebody has dealt with it. */
export function isToFollowUp(
  { status, lastTransitionAtMs: atMs }: ServiceSummary,
  head: ServiceHead | undefined,
  { nowMs, knownMs, isWatched, timing }: Moment,
): boolean {
  const isDealtWith = head?.state?.status === status && head.state.transitionAtMs === atMs;
  if (atMs === null) return !isDealtWith;
  if (isWatched) return !isDealtWith || nowMs < atMs + timing.settleMs + 2 * timing.tickMs;
  // Discovery's place moves past a transition only once it has settled.
  if (knownMs === null || atMs > knownMs) return true;
  // Shown late, or its message got lost. Not for ever: a sync that fails is owed.
  return !isDealtWith && atMs >= nowMs - timing.overlapMs;
}

/** Whether it is time to look for late events again. A time that a clock far ahead wrote does not count. */
export function isSweepDue(sweptAtMs: number | null, nowMs: number, { sweepMs }: DiscoverTiming): boolean {
  return sweptAtMs === null || nowMs - sweptAtMs >= sweepMs || sweptAtMs > nowMs;
}

/** Whether a listed service changed lately, so that events of it may still be written. */
export function isToSweep(
  { lastTransitionAtMs: atMs }: ServiceSummary,
  { nowMs, isSweep, timing }: Moment,
): boolean {
  return isSweep && atMs !== null && atMs >= nowMs - timing.lateMs;
}

/** Whether a status says that a deployment is going on, however long ago it began. */
export function isUnderWay(status: string): boolean {
  return ["deploying", "pending", "waiting"].includes(status.toLowerCase());
}

/** Whether a service's latest deployment has not ended. */
export function isOpen({ latest }: ServiceHead): boolean {
  return latest !== null && latest.outcome === null;
}

/**
 * Whether an open deployment is to be looked at on this tick: on every one, until it is stalled; then each time its silence
 * has grown by a tenth. One that never ends costs less and less; and should it end, the service's transition tells.
 */
export function isDue({ latest }: ServiceHead, nowMs: number, tickMs: number): boolean {
  if (latest === null) return false;
  const silentMs = nowMs - latest.lastEventAtMs;
  return silentMs <= STALLED_AFTER_MS || hasGrownByTenth(silentMs, tickMs);
}

/** The longest time between two tries of what is owed, ms: an outage that is over is noticed within it. */
const OWED_PAUSE_MS = { upstream: 15 * 60_000, service: 3_600_000 } as const;

/**
 * Whether an owed service is to be tried on this tick: each time its debt has grown by a tenth, and at least every
 * {@link OWED_PAUSE_MS}. After an outage of half an hour the last try is some three minutes old.
 */
export function isOwedDue({ sinceMs, cause }: Owed, nowMs: number, tickMs: number): boolean {
  const ageMs = nowMs - sinceMs;
  // The clock was set back.
  if (ageMs < 0) return true;
  const pauseMs = OWED_PAUSE_MS[cause];
  return hasGrownByTenth(ageMs, tickMs) || hasPassed(pauseMs, ageMs, tickMs);
}

/** Looks two ticks back, so that one which comes late misses nothing. */
function hasGrownByTenth(ageMs: number, tickMs: number): boolean {
  const tenths = (ms: number) => Math.floor(Math.log(Math.max(1, ms)) / Math.log(1.1));
  return tenths(ageMs) !== tenths(ageMs - 2 * tickMs);
}

function hasPassed(pauseMs: number, ageMs: number, tickMs: number): boolean {
  return Math.floor(ageMs / pauseMs) !== Math.floor((ageMs - 2 * tickMs) / pauseMs);
}
