import { DAY_MS, utcDayStartMs } from "../durations/index.ts";
import type { DayRollup } from "../rollup/index.ts";

/** The position of a rollup's deployments: all inside a window, all outside, or divided by an end of the window. */
export type PlaceInWindow = "inside" | "across" | "outside";

/**
 * Locates a rollup relative to a half-open window, epoch ms.
 *
 * Where the first and last start of a day are known, only a window that divides its deployments is `across`.
 *
 * @example placeInWindow({ serviceId, day: "2026-10-05", rollup }, { fromMs: Date.UTC(2026, 9, 5, 12), toMs }); //
 * "across" placeInWindow({ serviceId, day: "2026-10-05", rollup, startsMs: [fromMs, fromMs] }, { fromMs, toMs }); //
 * "inside"
 */
export function placeInWindow(
  { day, startsMs }: DayRollup,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): PlaceInWindow {
  const [firstMs, lastMs] = startsMs ?? wholeDay(day);
  if (lastMs < fromMs || firstMs >= toMs) return "outside";
  return firstMs >= fromMs && lastMs < toMs ? "inside" : "across";
}

function wholeDay(day: string): readonly [number, number] {
  const startMs = utcDayStartMs(day);
  return [startMs, startMs + DAY_MS - 1];
}
