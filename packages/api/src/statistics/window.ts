/** A half-open range, epoch ms: includes `fromMs`, excludes `toMs`. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The default length of a statistics window. */
export const DEFAULT_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * The window of a statistics query; by default it ends now and is {@link DEFAULT_WINDOW_MS} long. Returns `null` for an
 * empty range: `from` is in the future without a `to`, or `to` is the start of 1970.
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
 * The window to compare with: the requested range, or for `previous` the range of equal length before the current one
 * (cut off at 1970).
 *
 * @example
 * comparisonWindow("previous", { fromMs: 3000, toMs: 5000 }); // { fromMs: 1000, toMs: 3000 }
 */
export function comparisonWindow(compareTo: "previous" | Window, current: Window): Window {
  if (compareTo !== "previous") return compareTo;
  return { fromMs: Math.max(0, 2 * current.fromMs - current.toMs), toMs: current.fromMs };
}
