import type { Judge, JudgedChange } from "./judge.ts";
import { type ChangePlace, likelyPlace, NEARLY_AS_LIKELY } from "./place.ts";
import type { RankWindow } from "./rank-window.ts";

/** The smallest change of a share that is reported. */
const MIN_DIFFERENCE = 0.15;

/** The interval of the difference lies beyond this. */
const CLEAR_OF = 0.1;

/** Fewest occurrences on the side with the larger share: fewer happen together by chance. */
const MIN_OCCURRENCES = 4;

/** 99.7 % two-sided, as for durations: the split was chosen because it looks large. */
const INTERVAL_Z = 3;

/**
 * Judges a split of a series of zeros and ones by the share of ones on either side.
 *
 * The interval is Newcombe's (1998, method 10) of the difference, which holds for shares near 0 and 1.
 */
export const judgeShares: Judge = (window: RankWindow, split: number): JudgedChange | null => {
  const values = window.observations().map(([value]) => value);
  const sum = (from: number, to: number) => values.slice(from, to).reduce((all, value) => all + value, 0);
  const [before, after] = [sum(0, split), sum(split, values.length)];
  const [nBefore, nAfter] = [split, values.length - split];
  const difference = after / nAfter - before / nBefore;
  const interval = differenceInterval([before, nBefore], [after, nAfter]);
  const nearest = difference > 0 ? interval[0] : -interval[1];
  const isLarge =
    Math.abs(difference) >= MIN_DIFFERENCE &&
    nearest > CLEAR_OF &&
    (difference > 0 ? after : before) >= MIN_OCCURRENCES;
  if (!isLarge) return null;
  const ratio = before === 0 ? Number.POSITIVE_INFINITY : after / nAfter / (before / nBefore);
  return {
    direction: difference > 0 ? "slower" : "faster",
    ratio,
    interval,
    place: placeShare(values, (before + 0.5) / (nBefore + 1), (after + 0.5) / (nAfter + 1)),
  };
};

type Count = readonly [occurrences: number, n: number];

function differenceInterval(before: Count, after: Count): readonly [number, number] {
  const [p, [low, high]] = [before[0] / before[1], wilson(before)];
  const [q, [lowAfter, highAfter]] = [after[0] / after[1], wilson(after)];
  return [q - p - Math.hypot(q - lowAfter, high - p), q - p + Math.hypot(highAfter - q, p - low)];
}

/** Wilson's score interval of a share. */
function wilson([occurrences, n]: Count): readonly [number, number] {
  const square = INTERVAL_Z ** 2;
  const p = occurrences / n;
  const middle = (p + square / (2 * n)) / (1 + square / n);
  const half = (INTERVAL_Z * Math.sqrt((p * (1 - p)) / n + square / (4 * n * n))) / (1 + square / n);
  return [middle - half, middle + half];
}

/** Places a change from one share to another where it is most likely. */
function placeShare(values: readonly number[], before: number, after: number): ChangePlace {
  const occurs = Math.log(after / before);
  const doesNot = Math.log((1 - after) / (1 - before));
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let at = values.length - 1; at >= 0; at--) {
    sum += values[at] === 1 ? occurs : doesNot;
    sums[at] = sum;
  }
  return likelyPlace(sums, NEARLY_AS_LIKELY);
}
