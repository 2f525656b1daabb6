import type { TimeWindow } from "./range-search.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Each is a request, and more would be too narrow on a phone. */
const MOST_SLICES = 6;

/**
 * Parts a window into at most six parts of equal length, in whole days or, within two days, in whole hours. The last one
 * may be shorter: it ends with the window.
 *
 * @example
 * slicesOf({ fromMs: 0, toMs: 30 * 86_400_000 }).length; // 6, of five days
 */
export function slicesOf({ fromMs, toMs }: { fromMs: number; toMs: number }): Slice[] {
  const lengthMs = toMs - fromMs;
  const unitMs = lengthMs <= 2 * DAY_MS ? HOUR_MS : DAY_MS;
  const sliceMs = Math.ceil(lengthMs / MOST_SLICES / unitMs) * unitMs;
  return Array.from({ length: Math.ceil(lengthMs / sliceMs) }, (_, i) => ({
    fromMs: fromMs + i * sliceMs,
    toMs: Math.min(toMs, fromMs + (i + 1) * sliceMs),
  }));
}

/** Epoch ms, half-open. */
export interface Slice {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The window with its end: an open one ends at `nowMs`. */
export function closedWindow({ fromMs, toMs }: TimeWindow, nowMs: number): Slice {
  return { fromMs, toMs: toMs ?? nowMs };
}

/** The last quarter of a window and the three before it: what is new, against what was usual. */
export function recentAndBefore({ fromMs, toMs }: Slice): { recent: Slice; before: Slice } {
  const cutMs = toMs - Math.round((toMs - fromMs) / 4);
  return { recent: { fromMs: cutMs, toMs }, before: { fromMs, toMs: cutMs } };
}
