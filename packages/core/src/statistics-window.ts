import { DAY_MS, utcDay } from "./durations-day.ts";

/** A window in whole UTC days and what is left at its edges. */
export interface SplitWindow {
  /** The first and last day that lie wholly inside, for rollups; `null` when none does. */
  readonly wholeDays: { readonly first: string; readonly last: string } | null;
  /** The rest, half-open, for the deployments themselves: none, one or two ranges, oldest first. */
  readonly edges: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/**
 * Splits a half-open window into the part that rollups cover and the part that they would overstate.
 *
 * A rollup covers its whole UTC day, so the first and last day of a window that does not begin and end at midnight UTC
 * have to be read deployment by deployment. `durationStatistics` takes both together.
 *
 * @throws RangeError when the window is empty or not finite.
 * @example
 * splitWindow({ fromMs: Date.UTC(2026, 10, 1, 12), toMs: Date.UTC(2026, 10, 4) });
 * // { wholeDays: { first: "2026-11-02", last: "2026-11-03" },
 * //   edges: [{ fromMs: <1 November, 12:00>, toMs: <2 November, 00:00> }] }
 */
export function splitWindow({ fromMs, toMs }: { fromMs: number; toMs: number }): SplitWindow {
  if (!(fromMs < toMs && Number.isFinite(toMs - fromMs))) {
    throw new RangeError(`The window from ${fromMs} to ${toMs} cannot be split into days`);
  }
  const firstMs = Math.ceil(fromMs / DAY_MS) * DAY_MS;
  const endMs = Math.floor(toMs / DAY_MS) * DAY_MS;
  if (firstMs >= endMs) return { wholeDays: null, edges: [{ fromMs, toMs }] };
  return {
    wholeDays: { first: utcDay(firstMs), last: utcDay(endMs - DAY_MS) },
    edges: [
      { fromMs, toMs: firstMs },
      { fromMs: endMs, toMs },
    ].filter((edge) => edge.fromMs < edge.toMs),
  };
}
