import type { UnmeasuredReason } from "../durations/index.ts";
import { type DurationHistogram, histogramOf, mergeHistograms } from "../histogram/index.ts";
import { isLowN, quantileOfSorted } from "../histogram/nearest-rank.ts";
import { maxMs, meanMs, minMs, quantileMs } from "../histogram/quantile.ts";
import { sumCounts, sumUnlessUnknown } from "../rollup/index.ts";

/** `exact`: computed from every sample. `histogram`: read from merged buckets, within the stated relative error. */
export type StatisticsMethod = "exact" | "histogram";

/** The distribution of a set of times, in ms, `null` without samples. Means and bucket values are not rounded. */
export interface DurationFigures {
  readonly n: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly max: number | null;
  /** By quantile as written: `"0.5"`. Nearest rank. */
  readonly quantiles: Readonly<Record<string, number | null>>;
  /** By quantile: true if `n` is too small for it. */
  readonly lowN: Readonly<Record<string, boolean>>;
  readonly histogram: DurationHistogram;
  /** Number of excluded times by reason. */
  readonly excluded: Readonly<Partial<Record<UnmeasuredReason, number>>>;
  /**
   * Sum over the critical paths of the deployments that count, ms; phases and `gap` add up to `total`. `null` if a
   * day was stored before this was measured and has not been derived again.
   */
  readonly criticalMs: number | null;
}

export interface Samples {
  readonly timesMs: number[];
  readonly histograms: DurationHistogram[];
  readonly excluded: Readonly<Partial<Record<UnmeasuredReason, number>>>[];
  readonly criticalMs: (number | null)[];
}

export function noSamples(): Samples {
  return { timesMs: [], histograms: [], excluded: [], criticalMs: [] };
}

/** Computes the figures of collected samples. `exact` needs every sample as a time. */
export function figuresOf(
  { timesMs, histograms, excluded, criticalMs }: Samples,
  quantiles: readonly number[],
  method: StatisticsMethod,
): DurationFigures {
  const histogram = mergeHistograms([...histograms, histogramOf(timesMs)]);
  const n = histogram.count;
  const sorted = timesMs.toSorted((a, b) => a - b);
  const exact = method === "exact";
  const read = (q: number): number | null => (exact ? quantileOfSorted(sorted, q) : quantileMs(histogram, q));
  return {
    n,
    min: exact ? (sorted.at(0) ?? null) : minMs(histogram),
    mean: meanMs(histogram),
    max: exact ? (sorted.at(-1) ?? null) : maxMs(histogram),
    quantiles: Object.fromEntries(quantiles.map((q) => [String(q), read(q)])),
    lowN: Object.fromEntries(quantiles.map((q) => [String(q), isLowN(q, n)])),
    histogram,
    excluded: sumCounts(excluded),
    criticalMs: sumUnlessUnknown(criticalMs),
  };
}
