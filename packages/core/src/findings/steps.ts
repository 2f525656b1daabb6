import { type ChangeSize, changeSize, placeChange } from "./change-size.ts";
import { criticalZ, LEAST_ON_EACH_SIDE, MOST_AFTER } from "./critical-values.ts";
import { RankWindow } from "./rank-window.ts";

/** One duration of a series, in the order of the deployments' starts. */
export interface Observation {
  readonly ms: number;
  /** The class that durations are compared within, from 0 to 7: cached or not, weekday or weekend. */
  readonly stratum: number;
}

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

/** A lasting change of a series. */
export interface Step extends ChangeSize {
  readonly direction: "slower" | "faster";
  /** Index of the first observation at the new level. */
  readonly at: number;
  /** Index of the observation that confirmed it. */
  readonly confirmedAt: number;
}

/** Observations that are compared at once: more find no smaller change within {@link MOST_AFTER} runs. */
const WINDOW = 200;

/** Below this, only complete separation could be told from chance. */
export const MIN_OBSERVATIONS = 20;

/**
 * Finds lasting changes in a series, one observation after the other.
 *
 * After each observation the splits of the latest {@link WINDOW} are searched (see {@link RankWindow.bestSplit}). The best
 * one is suspected if its statistic is larger than chance would have, its ratio, interval and difference exceed the
 * thresholds; it is confirmed if the next observation still shows one in the same direction. The series starts again at a
 * confirmed change, so that a level is reported once.
 *
 * @example
 * const detector = new StepDetector();
 * for (const run of runs) {
 *   const step = detector.add(run);
 *   // { direction: "slower", at: 150, confirmedAt: 160, ratio: 1.59, interval: [1.41, 1.8] }
 * }
 */
export class StepDetector {
  readonly #thresholds: StepThresholds;
  readonly #window = new RankWindow(WINDOW);
  /** Index in the series of the window's first observation. */
  #first = 0;
  #suspected: Step["direction"] | null = null;

  constructor(thresholds: StepThresholds = STEP_THRESHOLDS) {
    this.#thresholds = thresholds;
  }

  /** The direction in which the latest observations seem to have changed. */
  get suspected(): Step["direction"] | null {
    return this.#suspected;
  }

  /** @returns the change that this observation confirms. */
  add({ ms, stratum }: Observation): Step | null {
    this.#first += this.#window.add(ms, stratum);
    const found = this.#find();
    const isConfirmed = found !== null && found.direction === this.#suspected;
    this.#suspected = isConfirmed ? null : (found?.direction ?? null);
    if (!isConfirmed || found === null) return null;
    const { split: tested, ...size } = found;
    const split = placeChange(this.#window, { split: tested, ratio: size.ratio });
    const confirmedAt = this.#first + this.#window.length - 1;
    this.#window.drop(split);
    this.#first += split;
    return { ...size, at: this.#first, confirmedAt };
  }

  #find(): (ChangeSize & { readonly direction: Step["direction"]; readonly split: number }) | null {
    const n = this.#window.length;
    if (n < MIN_OBSERVATIONS) return null;
    const best = this.#window.bestSplit(LEAST_ON_EACH_SIDE, MOST_AFTER);
    if (best === null || Math.abs(best.z) < criticalZ(n)) return null;
    const size = changeSize(this.#window, best.at);
    if (size === null || !isLargeEnough(size, this.#meanBefore(best.at), this.#thresholds)) return null;
    return { ...size, direction: size.ratio > 1 ? "slower" : "faster", split: best.at };
  }

  #meanBefore(split: number): number {
    const before = this.#window.observations().slice(0, split);
    return before.reduce((sum, [ms]) => sum + ms, 0) / split;
  }
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

/** The lasting changes of a whole series, in order. */
export function findSteps(
  observations: readonly Observation[],
  thresholds: StepThresholds = STEP_THRESHOLDS,
): Step[] {
  const detector = new StepDetector(thresholds);
  return observations.flatMap((observation) => detector.add(observation) ?? []);
}
