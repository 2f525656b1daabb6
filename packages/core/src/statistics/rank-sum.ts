import { type DurationHistogram, downscale } from "../histogram/index.ts";
import { twoSidedP } from "./significance.ts";

/** The result of a rank-sum test. */
export interface RankSum {
  /**
   * Distance, in standard deviations, by which the later durations rank above chance; negative: they are shorter.
   */
  readonly z: number;
  /** Probability that chance alone goes as far, in either direction, for this test alone. */
  readonly p: number;
}

/** Below this, even complete separation of two sets proves too little: fewer than 8 against 8. */
const LEAST_REACHABLE_Z = 3.29;

/**
 * Tests whether one set of durations is longer than another: Wilcoxon's rank-sum test (Mann and Whitney's U), two-sided,
 * by the normal approximation with the correction for ties.
 *
 * Ranks, not means: a few cold image pulls among warm ones do not look like a change. Durations of one bucket count as
 * ties, so the answer is the same from samples and from rollups, and a shift of less than one bucket (2.2 %) is not seen.
 * Few recent durations show large changes alone: of 10 model starts against 40, half as long again is seen three times in
 * four; wider windows see smaller changes. `null` when they are so few that even complete separation would say little
 * (fewer than 8 against 8).
 *
 * @example
 * rankSum(histogramOf(lastMonth), histogramOf(thisWeek)); // { z: 4.1, p: 4.1e-5 }: it has become slower
 */
export function rankSum(before: DurationHistogram, after: DurationHistogram): RankSum | null {
  const n = before.count + after.count;
  const product = before.count * after.count;
  if (Math.sqrt((3 * product) / (n + 1)) < LEAST_REACHABLE_Z) return null;
  let passed = 0;
  let rankSumAfter = 0;
  let ties = 0;
  for (const { inBefore, inAfter } of classes(before, after)) {
    const size = inBefore + inAfter;
    rankSumAfter += inAfter * (passed + (size + 1) / 2);
    ties += size ** 3 - size;
    passed += size;
  }
  const variance = (product / 12) * (n + 1 - ties / (n * (n - 1)));
  const z = variance > 0 ? (rankSumAfter - (after.count * (n + 1)) / 2) / Math.sqrt(variance) : 0;
  return { z, p: twoSidedP(z) };
}

interface TieClass {
  readonly inBefore: number;
  readonly inAfter: number;
}

function classes(before: DurationHistogram, after: DurationHistogram): TieClass[] {
  const scale = Math.min(before.scale, after.scale);
  const a = downscale(before, scale);
  const b = downscale(after, scale);
  const found: TieClass[] = [{ inBefore: a.zeroCount, inAfter: b.zeroCount }];
  const end = Math.max(a.offset + a.bucketCounts.length, b.offset + b.bucketCounts.length);
  for (let index = Math.min(a.offset, b.offset); index < end; index++) {
    found.push({
      inBefore: a.bucketCounts[index - a.offset] ?? 0,
      inAfter: b.bucketCounts[index - b.offset] ?? 0,
    });
  }
  return found;
}
