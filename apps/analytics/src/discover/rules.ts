import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import type { ServiceSummary } from "@deploy-lens/core/event/service";
import type { ServiceHead } from "@deploy-lens/store/service-head";

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
}

/** What discovery does unless told otherwise. */
export const TIMING: DiscoverTiming = {
  tickMs: 60_000,
  settleMs: 120_000,
  overlapMs: 600_000,
  // "Events are saved for one month": 31 days.
  retentionMs: 31 * 86_400_000,
};

/** A moment of discovery. */
export interface Moment {
  readonly nowMs: number;
  /** The newest transition that has been dealt with, `null` for none yet. */
  readonly knownMs: number | null;
  /** Whether the services are a watch list, of which there is no newest known transition. */
  readonly isWatched: boolean;
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
  // Shown late, or its message got lost. Not for ever: what fails again and again waits in the dead-letter queue.
  return !isDealtWith && atMs >= nowMs - timing.overlapMs;
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
  if (silentMs <= STALLED_AFTER_MS) return true;
  return tenths(silentMs) !== tenths(silentMs - 2 * tickMs);
}

function tenths(silentMs: number): number {
  return Math.floor(Math.log(Math.max(1, silentMs) / STALLED_AFTER_MS) / Math.log(1.1));
}
