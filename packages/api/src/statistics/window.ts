/** A half-open range of time, epoch ms: `fromMs` belongs to it, `toMs` does not. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How far statistics look back when the query does not say. */
export const DEFAULT_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The window that a statistics query means: up to now, and {@link DEFAULT_WINDOW_MS} back, unless it says otherwise.
 *
 * Returns `null` when the range is empty: `from` lies in the future and no `to` was given, or `to` is when 1970 began.
 *
 * @example
 * statisticsWindow({ to: 1562597251764 }, Date.now()); // { fromMs: 1560005251764, toMs: 1562597251764 }
 */
export function statisticsWindow(
  query: { from?: number | undefined; to?: number | undefined },
  nowMs: number,
): Window | null {
  const toMs = query.to ?? nowMs;
  const fromMs = query.from ?? Math.max(0, toMs - DEFAULT_WINDOW_MS);
  return fromMs < toMs ? { fromMs, toMs } : null;
}

/**
 * The window that a comparison means: the one asked for, or for `previous` one of equal length that ends where the
 * current one begins (cut off at 1970).
 *
 * @example
 * comparisonWindow("previous", { fromMs: 3000, toMs: 5000 }); // { fromMs: 1000, toMs: 3000 }
 */
export function comparisonWindow(compareTo: "previous" | Window, current: Window): Window {
  if (compareTo !== "previous") return compareTo;
  return { fromMs: Math.max(0, 2 * current.fromMs - current.toMs), toMs: current.fromMs };
}
