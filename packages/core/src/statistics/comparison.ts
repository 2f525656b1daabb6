import type { DurationFigures } from "./figures.ts";
import type { DurationStatistics } from "./index.ts";
import { type RankSum, rankSum } from "./rank-sum.ts";
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

/** How one set of times changed. */
export interface FiguresComparison {
  readonly n: { readonly before: number; readonly after: number };
  readonly mean: Difference;
  /** By quantile as written. */
  readonly quantiles: Readonly<Record<string, Difference>>;
  /** `null` when the times are too few to tell. */
  readonly rankSum: RankSum | null;
}

/** How one group changed. */
export interface GroupComparison extends FiguresComparison {
  readonly key: GroupKey;
}

/** How the durations of one window differ from those of an earlier one. */
export interface StatisticsComparison {
  /** The later window's groups in its order, then those that only the earlier one has. */
  readonly groups: readonly GroupComparison[];
  readonly total: FiguresComparison;
}

/**
 * Compares two windows' answers to one query, group by group.
 *
 * A difference of quantiles is as good as both windows' `relativeError`; whether it is more than chance says `rankSum`.
 *
 * @throws RangeError when the groups are by day, since no day lies in both windows.
 * @example
 * compareStatistics(lastMonth, thisWeek).groups[3];
 * // { key: { phase: "pull_image" }, n: { before: 40, after: 10 },
 * //   quantiles: { "0.5": { beforeMs: 56642, afterMs: 84963, differenceMs: 28321, ratio: 1.5 }, … },
 * //   rankSum: { z: 4.1, significant: true }, … }
 */
export function compareStatistics(
  before: DurationStatistics,
  after: DurationStatistics,
): StatisticsComparison {
  const earlier = byKey(before);
  const later = byKey(after);
  return {
    groups: [...new Set([...later.keys(), ...earlier.keys()])].flatMap((text) => {
      const key = later.get(text)?.key ?? earlier.get(text)?.key;
      return key === undefined ? [] : [{ key, ...compareFigures(earlier.get(text), later.get(text)) }];
    }),
    total: compareFigures(before.total, after.total),
  };
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
    rankSum: before === undefined || after === undefined ? null : rankSum(before.histogram, after.histogram),
  };
}

function differenceOf(beforeMs: number | null = null, afterMs: number | null = null): Difference {
  if (beforeMs === null || afterMs === null) return { beforeMs, afterMs, differenceMs: null, ratio: null };
  const ratio = beforeMs === 0 ? null : afterMs / beforeMs;
  return { beforeMs, afterMs, differenceMs: afterMs - beforeMs, ratio };
}
