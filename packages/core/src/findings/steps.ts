import type { ChangeSize } from "./change-size.ts";
import { criticalZ, LEAST_ON_EACH_SIDE, MOST_AFTER } from "./critical-values.ts";
import { type Judge, type JudgedChange, judgeDurations } from "./judge.ts";
import type { ChangePlace } from "./place.ts";
import { RankWindow } from "./rank-window.ts";

/** One duration of a series, in the order of the deployments' starts. */
export interface Observation {
  readonly ms: number;
  /** The class that durations are compared within, from 0 to 7: cached or not, weekday or weekend. */
  readonly stratum: number;
}

/** A change that the latest observations show and the next may confirm; its places are indexes in the series. */
export interface SuspectedStep extends ChangeSize, ChangePlace {
  readonly direction: JudgedChange["direction"];
}

/** A lasting change of a series. */
export interface Step extends SuspectedStep {
  /** The place where it was first suspected: it names the change from then on, while `at` is the better place. */
  readonly suspectedAt: number;
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
  readonly #judge: Judge;
  readonly #window = new RankWindow(WINDOW);
  /** Index in the series of the window's first observation. */
  #first = 0;
  #suspected: SuspectedStep | null = null;

  constructor(judge: Judge = judgeDurations()) {
    this.#judge = judge;
  }

  /** The change that the latest observation made seem likely. */
  get suspected(): SuspectedStep | null {
    return this.#suspected;
  }

  /** @returns the change that this observation confirms. */
  add({ ms, stratum }: Observation): Step | null {
    this.#first += this.#window.add(ms, stratum);
    const found = this.#find();
    const before = this.#suspected;
    this.#suspected = found;
    if (found === null || before === null || found.direction !== before.direction) return null;
    this.#suspected = null;
    const confirmedAt = this.#first + this.#window.length - 1;
    this.#window.drop(found.at - this.#first);
    this.#first = found.at;
    return { ...found, suspectedAt: before.at, confirmedAt };
  }

  #find(): SuspectedStep | null {
    const n = this.#window.length;
    if (n < MIN_OBSERVATIONS) return null;
    const best = this.#window.bestSplit(LEAST_ON_EACH_SIDE, MOST_AFTER);
    if (best === null || Math.abs(best.z) < criticalZ(n)) return null;
    const change = this.#judge(this.#window, best.at);
    if (change === null) return null;
    const { place, ...size } = change;
    const inSeries = (index: number) => this.#first + index;
    return { ...size, at: inSeries(place.at), from: inSeries(place.from), to: inSeries(place.to) };
  }
}

/** The lasting changes of a whole series, in order. */
export function findSteps(observations: readonly Observation[], judge: Judge = judgeDurations()): Step[] {
  const detector = new StepDetector(judge);
  return observations.flatMap((observation) => detector.add(observation) ?? []);
}
