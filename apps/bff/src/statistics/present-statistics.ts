import { presentInstant } from "@deploy-lens/api/fields/present-instant";
import type {
  DeployDurations,
  DurationGroup,
  DurationsComparison,
  FiguresAnswer,
  FiguresDifference,
  GroupDifference,
  GroupKeyAnswer,
} from "@deploy-lens/api/statistics/deploy-durations";
import { percentileName } from "@deploy-lens/api/statistics/deploy-durations-csv";
import type { Window } from "@deploy-lens/api/statistics/window";
import type { DurationStatistics } from "@deploy-lens/core/statistics";
import type {
  Difference,
  FiguresComparison,
  StatisticsComparison,
} from "@deploy-lens/core/statistics/comparison";
import type { DurationFigures as CoreFigures } from "@deploy-lens/core/statistics/figures";
import type { GroupKey as CoreKey } from "@deploy-lens/core/statistics/tally";
import type { Steps } from "../http/slices.ts";

/** Service names by id; `null` if the name was never stored. */
export type ServiceNames = ReadonlyMap<string, string | null>;

export interface Shown {
  readonly names: ServiceNames;
  readonly histograms: boolean;
}

export interface WindowStatistics {
  readonly window: Window;
  readonly statistics: DurationStatistics;
}

type WindowFields = Omit<DeployDurations, "groupBy" | "comparison" | "asOf">;

export function* presentWindow({ window, statistics }: WindowStatistics, shown: Shown): Steps<WindowFields> {
  const wholeOf = wholesOf(statistics);
  const groups: DurationGroup[] = [];
  for (const { key, ...figures } of statistics.groups) {
    groups.push({ key: presentKey(key, shown.names), ...presentFigures(figures, wholeOf(key), shown) });
    yield;
  }
  return {
    window: { from: presentInstant(window.fromMs), to: presentInstant(window.toMs) },
    groups,
    total: presentFigures(statistics.total, statistics.total.criticalMs, shown),
    excluded: statistics.excluded,
    outcomes: statistics.outcomes,
    successRate: successRate(statistics.outcomes),
    failureCauses: statistics.failureCauses,
    method: statistics.method,
    relativeError: statistics.relativeError,
  };
}

export function* presentComparison(
  before: WindowStatistics,
  comparison: StatisticsComparison,
  shown: Shown,
): Steps<DurationsComparison> {
  const groups: GroupDifference[] = [];
  for (const { key, ...changes } of comparison.groups) {
    groups.push({ key: presentKey(key, shown.names), ...presentDifferences(changes) });
    yield;
  }
  return {
    ...(yield* presentWindow(before, shown)),
    differences: {
      groups,
      total: presentDifferences(comparison.total),
    },
  };
}

function presentKey({ service, day, outcome, model, phase }: CoreKey, names: ServiceNames): GroupKeyAnswer {
  return {
    ...(service !== undefined && { service: { id: service, name: names.get(service) ?? null } }),
    ...(day !== undefined && { day }),
    ...(outcome !== undefined && { outcome }),
    ...(model !== undefined && { model }),
    ...(phase !== undefined && { phase }),
  };
}

/** Contract, section 4: cancelled and superseded deployments are shown beside the rate but not included in it. */
function successRate({
  success = 0,
  failure = 0,
  timed_out = 0,
}: DurationStatistics["outcomes"]): number | null {
  const ended = success + failure + timed_out;
  return ended === 0 ? null : success / ended;
}

/** The denominators of critical-path shares: the critical paths of the same deployments as a whole. */
function wholesOf({ groups, total }: DurationStatistics): (key: CoreKey) => number | null {
  const wholes = new Map([[nameBesidePhase({}), total.criticalMs]]);
  for (const { key, criticalMs } of groups) {
    if (key.phase === "total") wholes.set(nameBesidePhase(key), criticalMs);
  }
  return (key) => wholes.get(nameBesidePhase(key)) ?? null;
}

function nameBesidePhase({ phase: _phase, ...rest }: CoreKey): string {
  return JSON.stringify(rest);
}

function presentFigures(figures: CoreFigures, wholeMs: number | null, { histograms }: Shown): FiguresAnswer {
  return {
    n: figures.n,
    min: rounded(figures.min),
    mean: rounded(figures.mean),
    max: rounded(figures.max),
    quantiles: Object.fromEntries(Object.entries(figures.quantiles).map(([q, ms]) => [q, rounded(ms)])),
    percentiles: Object.fromEntries(
      Object.entries(figures.quantiles).map(([q, ms]) => [percentileName(Number(q)), rounded(ms)]),
    ),
    lowN: figures.lowN,
    ...(histograms && {
      histogram: { ...figures.histogram, bucketCounts: [...figures.histogram.bucketCounts] },
    }),
    criticalMs: figures.criticalMs,
    share:
      figures.criticalMs === null || wholeMs === null || wholeMs === 0 ? null : figures.criticalMs / wholeMs,
    excluded: figures.excluded,
  };
}

function presentDifferences({ n, mean, quantiles, rankSum }: FiguresComparison): FiguresDifference {
  return {
    n,
    mean: presentDifference(mean),
    quantiles: Object.fromEntries(
      Object.entries(quantiles).map(([q, difference]) => [q, presentDifference(difference)]),
    ),
    rankSum,
  };
}

/** Rounds the ends first, so that the difference matches the numbers shown. */
function presentDifference({ beforeMs, afterMs, ratio }: Difference) {
  const before = rounded(beforeMs);
  const after = rounded(afterMs);
  const differenceMs = before === null || after === null ? null : after - before;
  return { beforeMs: before, afterMs: after, differenceMs, ratio };
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
