import type { Bin } from "./histogram-bins.ts";

export interface Mode {
  readonly count: number;
  /** Share of all durations, 0 to 1. */
  readonly share: number;
  /** Approximate median: the middle of the bin that contains it. */
  readonly medianMs: number;
}

/** Minimum share of the variance (of logarithms) between the modes; a single bell reaches 0.64. */
const LEAST_BETWEEN = 0.8;
/** Minimum ratio of the medians. */
const LEAST_RATIO = 3;
const LEAST_SHARE = 0.08;
const LEAST_COUNT = 4;

/**
 * Detects two modes, such as image pulls with and without a cached image; `null` when they are not clearly separate.
 * Splits where the between-class variance of the logarithms is greatest (Otsu's method), then requires that it is
 * nearly all of the variance, that the modes are far apart, and that neither is just a few outliers.
 *
 * @example
 * twoModes(binsOf(pulls, 4)); // [{ count: 60, share: 0.6, medianMs: 1500 }, { count: 40, share: 0.4, medianMs: 58000 }]
 */
export function twoModes(bins: readonly Bin[]): readonly [fast: Mode, slow: Mode] | null {
  const all = momentsOf(bins);
  if (all.count === 0 || all.variance === 0) return null;
  let best = { between: 0, split: 0 };
  for (let split = 1; split < bins.length; split++) {
    const low = momentsOf(bins.slice(0, split));
    const high = momentsOf(bins.slice(split));
    if (low.count === 0 || high.count === 0) continue;
    const between = ((low.count * high.count) / all.count ** 2) * (high.mean - low.mean) ** 2;
    if (between > best.between) best = { between, split };
  }
  if (best.between / all.variance < LEAST_BETWEEN) return null;
  const fast = modeOf(bins.slice(0, best.split), all.count);
  const slow = modeOf(bins.slice(best.split), all.count);
  const substantial = [fast, slow].every(({ count, share }) => count >= LEAST_COUNT && share >= LEAST_SHARE);
  return substantial && slow.medianMs >= LEAST_RATIO * fast.medianMs ? [fast, slow] : null;
}

function momentsOf(bins: readonly Bin[]): { count: number; mean: number; variance: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (const bin of bins) {
    const at = Math.log2(middleMs(bin));
    count += bin.count;
    sum += bin.count * at;
    squares += bin.count * at * at;
  }
  const mean = count === 0 ? 0 : sum / count;
  return { count, mean, variance: count === 0 ? 0 : Math.max(0, squares / count - mean * mean) };
}

function modeOf(bins: readonly Bin[], all: number): Mode {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  let passed = 0;
  const median = bins.find((bin) => {
    passed += bin.count;
    return passed >= count / 2;
  });
  return { count, share: count / all, medianMs: median === undefined ? 0 : middleMs(median) };
}

function middleMs({ aboveMs, upToMs }: Bin): number {
  return Math.sqrt(aboveMs * upToMs);
}
