import { type ChangeSize, changeSize, medianOf, placeChange } from "./change-size.ts";
import type { ChangePlace } from "./place.ts";
import type { RankWindow } from "./rank-window.ts";

/** A change at a split that is large enough to be reported. */
export interface JudgedChange extends ChangeSize {
  /** `slower`: the later observations are larger. */
  readonly direction: "slower" | "faster";
  readonly place: ChangePlace;
}

/** Decides whether the change at a split is large enough. */
export type Judge = (window: RankWindow, split: number) => JudgedChange | null;

/** The minimum size of a reported change. */
export interface StepThresholds {
  /** After divided by before, or before divided by after. */
  readonly minRatio: number;
  /** The ratio's interval lies beyond this. */
  readonly clearOf: number;
  /** Difference of a usual duration. */
  readonly minMs: number;
}

export const STEP_THRESHOLDS: StepThresholds = { minRatio: 1.1, clearOf: 1.05, minMs: 1_000 };

/** Judges durations by their ratio. */
export function judgeDurations(thresholds: StepThresholds = STEP_THRESHOLDS): Judge {
  return (window, split) => {
    const size = changeSize(window, split);
    if (size === null || !isLargeEnough(size, usualBefore(window, split), thresholds)) return null;
    const place = placeChange(window, { split, ratio: size.ratio });
    return { ...size, direction: size.ratio > 1 ? "slower" : "faster", place };
  };
}

/** The usual duration before a split: the strata's medians, by their numbers. Retries and outliers do not count. */
function usualBefore(window: RankWindow, split: number): number {
  const before = window.observations().slice(0, split);
  const strata = [...Map.groupBy(before, ([, stratum]) => stratum).values()];
  return strata.reduce((sum, of) => sum + of.length * medianOf(of.map(([ms]) => ms)), 0) / split;
}

function isLargeEnough(
  { ratio, interval: [low, high] }: ChangeSize,
  usualMs: number,
  { minRatio, clearOf, minMs }: StepThresholds,
): boolean {
  const isClear =
    ratio > 1 ? ratio >= minRatio && low > clearOf : ratio <= 1 / minRatio && high < 1 / clearOf;
  return isClear && Math.abs(ratio - 1) * usualMs >= minMs;
}
