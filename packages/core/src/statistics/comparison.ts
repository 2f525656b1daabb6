import type { DurationHistogram } from "../histogram/index.ts";
import type { DurationFigures } from "./figures.ts";
import type { DurationStatistics } from "./index.ts";
import { type RankSum, rankSum } from "./rank-sum.ts";
import { FAMILY_ERROR, holm } from "./significance.ts";
import type { GroupKey } from "./tally.ts";

/** One figure in two windows, in ms; `null` where a window has no such time. */
export interface Difference {
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
  /** After minus before. */
  readonly differenceMs: number | null;
  /** After divided by before; `null` also when before is 0. */
  readonly ratio: number | null;
}

/** One rank-sum test among several. */
export interface CorrectedRankSum extends RankSum {
  /** `p`, corrected for how many tests the comparison makes (Holm). */
  readonly correctedP: number;
  /** True if `correctedP` is below {@link FAMILY_ERROR}. */
  readonly significant: boolean;
}

/** The change of one set of times. */
export interface FiguresComparison {
  readonly n: { readonly before: number; readonly after: number };
  readonly mean: Difference;
  /** By quantile as written. */
  readonly quantiles: Readonly<Record<string, Difference>>;
  /** `null` when the times are too few to tell. */
  readonly rankSum: CorrectedRankSum | null;
}

/** The change of one group. */
export interface GroupComparison extends FiguresComparison {
  readonly key: GroupKey;
}

/** The difference between the durations of two windows. */
export interface StatisticsComparison {
  /** The later window's groups in its order, then those that only the earlier one has. */
  readonly groups: readonly GroupComparison[];
  readonly total: FiguresComparison;
}

/**
 * Compares two windows' answers to one query, group by group.
 *
 * A difference of quantiles is as accurate as both windows' `relativeError`. `rankSum` tells whether it is more than chance,
 * corrected for the number of compared groups: seven measures yield more chance findings than one.
 *
 * @throws RangeError for groups by day, because no day is in both windows.
 * @example
 * compareStatistics(lastMonth, thisWeek).groups[3];
 * // { key: { phase: "pull_image" }, n: { before: 40, after: 10 },
 * //   quantiles: { "0.5": { beforeMs: 56642, afterMs: 84963, differenceMs: 28321, ratio: 1.5 }, … },
 * //   rankSum: { z: 4.1, p: 4.1e-5, correctedP: 2.5e-4, significant: true }, … }
 */
export function compareStatistics(
  before: DurationStatistics,
  after: DurationStatistics,
): StatisticsComparison {
  const earlier = byKey(before);
  const later = byKey(after);
  const pairs = [...new Map([...later, ...earlier])].map(([text, { key }]) => ({
    key,
    before: earlier.get(text),
    after: later.get(text),
  }));
  // Grouped by phase, the total is one of the groups: one test, not two.
  const whole = pairs.findIndex(({ key }) => key.phase === "total" && Object.keys(key).length === 1);
  const all = whole === -1 ? [...pairs, { before: before.total, after: after.total }] : pairs;
  const tests = correctedRankSums(
    all.map((pair) => ({ before: pair.before?.histogram, after: pair.after?.histogram })),
  );
  return {
    groups: pairs.map((pair, i) => ({
      key: pair.key,
      ...compareFigures(pair.before, pair.after, tests[i] ?? null),
    })),
    total: compareFigures(before.total, after.total, tests.at(whole) ?? null),
  };
}

/** Two sets of durations, as far as there are two. */
export interface HistogramPair {
  readonly before: DurationHistogram | undefined;
  readonly after: DurationHistogram | undefined;
}

/** Tests pairs of histograms as one family; `null` for a pair that is too small. */
export function correctedRankSums(pairs: readonly HistogramPair[]): (CorrectedRankSum | null)[] {
  const tests = pairs.map(({ before, after }) =>
    before === undefined || after === undefined ? null : rankSum(before, after),
  );
  const corrected = holm(tests.flatMap((test) => (test === null ? [] : [test.p])));
  let next = 0;
  return tests.map((test) => {
    if (test === null) return null;
    const correctedP = corrected[next++] ?? 1;
    return { ...test, correctedP, significant: correctedP < FAMILY_ERROR };
  });
}

function byKey({ groups }: DurationStatistics): Map<string, DurationStatistics["groups"][number]> {
  if (groups.some(({ key }) => key.day !== undefined)) {
    throw new RangeError(
      "Two windows cannot be compared by day: no day lies in both. Leave `day` out of groupBy",
    );
  }
  return new Map(groups.map((group) => [JSON.stringify(group.key), group]));
}

function compareFigures(
  before: DurationFigures | undefined,
  after: DurationFigures | undefined,
  test: CorrectedRankSum | null,
): FiguresComparison {
  const quantiles = new Set([
    ...Object.keys(after?.quantiles ?? {}),
    ...Object.keys(before?.quantiles ?? {}),
  ]);
  return {
    n: { before: before?.n ?? 0, after: after?.n ?? 0 },
    mean: differenceOf(before?.mean, after?.mean),
    quantiles: Object.fromEntries(
      [...quantiles].map((q) => [q, differenceOf(before?.quantiles[q], after?.quantiles[q])]),
    ),
    rankSum: test,
  };
}

function differenceOf(beforeMs: number | null = null, afterMs: number | null = null): Difference {
  if (beforeMs === null || afterMs === null) return { beforeMs, afterMs, differenceMs: null, ratio: null };
  const ratio = beforeMs === 0 ? null : afterMs / beforeMs;
  return { beforeMs, afterMs, differenceMs: afterMs - beforeMs, ratio };
}
