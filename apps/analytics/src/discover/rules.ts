import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { Owed, ServiceHead } from "@deploy-lens/store/head";

/** In ms, unless a count. */
export interface DiscoverTiming {
  /** Interval between ticks. */
  readonly tickMs: number;
  /** Events may be reported this long after a transition; meanwhile the service is synced on every tick. */
  readonly settleMs: number;
  /**
   * Distance before the newest known transition from which the list is read, because it may show a transition late,
   * ms.
   */
  readonly overlapMs: number;
  /** The upstream's retention of events; services that changed earlier have none. */
  readonly retentionMs: number;
  /** Interval of syncing recently changed services again, for events that were written late. */
  readonly sweepMs: number;
  /** Age of a transition up to which such syncs include the service. */
  readonly lateMs: number;
  /** Maximum number of services whose history is derived again per tick. */
  readonly rederivedAtOnce: number;
  /** Interval of taking the changed days of services into their project's days. */
  readonly foldMs: number;
  /** So many changed parts of days are taken in at once, without waiting for the interval. */
  readonly foldAtLeast: number;
  /** Maximum number of parts of days taken in per tick. */
  readonly foldedAtOnce: number;
}

export const TIMING: DiscoverTiming = {
  tickMs: 60_000,
  settleMs: 120_000,
  overlapMs: 600_000,
  // "Events are saved for one month": 31 days.
  retentionMs: 31 * 86_400_000,
  sweepMs: 30 * 60_000,
  lateMs: 24 * 3_600_000,
  rederivedAtOnce: 10,
  // Statistics add what is not taken in; each waiting part costs them a read unit or two.
  foldMs: 10 * 60_000,
  foldAtLeast: 20,
  foldedAtOnce: 500,
};

export interface ScanMoment {
  readonly nowMs: number;
  /** The newest transition that has been handled, or `null`. */
  readonly knownMs: number | null;
  /** True if the services are a watch list, which has no newest known transition. */
  readonly isWatched: boolean;
  /** True if this tick also syncs for late events. */
  readonly isSweep: boolean;
  readonly timing: DiscoverTiming;
}

/** True if to sync a listed service because of its transition: until that has settled and has been handled. */
export function isToFollowUp(
  { status, lastTransitionAtMs: atMs }: ServiceSummary,
  head: ServiceHead | undefined,
  { nowMs, knownMs, isWatched, timing }: ScanMoment,
): boolean {
  const isHandled = head?.state?.status === status && head.state.transitionAtMs === atMs;
  if (atMs === null) return !isHandled;
  if (isWatched) return !isHandled || nowMs < atMs + timing.settleMs + 2 * timing.tickMs;
  // Discovery's position passes a transition only once it has settled.
  if (knownMs === null || atMs > knownMs) return true;
  // Shown late, or its message was lost. Bounded, because a sync that fails is recorded as owed.
  return !isHandled && atMs >= nowMs - timing.overlapMs;
}

/** True if it is time to check for late events again. A time in the future, from a wrong clock, does not count. */
export function isSweepDue(sweptAtMs: number | null, nowMs: number, { sweepMs }: DiscoverTiming): boolean {
  return sweptAtMs === null || nowMs - sweptAtMs >= sweepMs || sweptAtMs > nowMs;
}

/** True if an interval of folding ends with this tick. */
export function isFoldDue(nowMs: number, { foldMs, tickMs }: DiscoverTiming): boolean {
  return nowMs % foldMs < tickMs;
}

/** True if a listed service changed so recently that late events may still be written. */
export function isToSweep(
  { lastTransitionAtMs: atMs }: ServiceSummary,
  { nowMs, isSweep, timing }: ScanMoment,
): boolean {
  return isSweep && atMs !== null && atMs >= nowMs - timing.lateMs;
}

/** True if a status means that a deployment is in progress. */
export function isUnderWay(status: string): boolean {
  return ["deploying", "pending", "waiting"].includes(status.toLowerCase());
}

export function isOpen({ latest }: ServiceHead): boolean {
  return latest !== null && latest.outcome === null;
}

/**
 * True if to sync an open deployment on this tick: on every tick until it is stalled, then each time its silence has grown by
 * a tenth. A deployment that never ends costs less and less; if it does end, the service's transition shows it.
 */
export function isDue({ latest }: ServiceHead, nowMs: number, tickMs: number): boolean {
  if (latest === null) return false;
  const silentMs = nowMs - latest.lastEventAtMs;
  return silentMs <= STALLED_AFTER_MS || hasGrownByTenth(silentMs, tickMs);
}

/** Longest interval between retries of an owed sync, ms: the end of an outage is noticed within it. */
const OWED_PAUSE_MS = { upstream: 15 * 60_000, service: 3_600_000 } as const;

/**
 * True if to retry an owed sync on this tick: each time its age has grown by a tenth, and at least every
 * {@link OWED_PAUSE_MS}. After an outage of half an hour the last attempt is about three minutes old.
 */
export function isOwedDue({ sinceMs, cause }: Owed, nowMs: number, tickMs: number): boolean {
  const ageMs = nowMs - sinceMs;
  // The clock was set back.
  if (ageMs < 0) return true;
  const pauseMs = OWED_PAUSE_MS[cause];
  return hasGrownByTenth(ageMs, tickMs) || hasPassed(pauseMs, ageMs, tickMs);
}

/** Compares with two ticks ago, so that a late tick misses nothing. */
function hasGrownByTenth(ageMs: number, tickMs: number): boolean {
  const tenths = (ms: number) => Math.floor(Math.log(Math.max(1, ms)) / Math.log(1.1));
  return tenths(ageMs) !== tenths(ageMs - 2 * tickMs);
}

function hasPassed(pauseMs: number, ageMs: number, tickMs: number): boolean {
  return Math.floor(ageMs / pauseMs) !== Math.floor((ageMs - 2 * tickMs) / pauseMs);
}
