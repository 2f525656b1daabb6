import { type DeploymentDurations, measurementsOf } from "../durations/index.ts";
import { HISTOGRAM_SCALE, worstRelativeError } from "../histogram/index.ts";
import { countsOf, type DayRollup } from "../rollup/index.ts";
import type { Outcome } from "../vocabulary/deployment.ts";
import type { FailureCause } from "../vocabulary/signal.ts";
import { type DurationFigures, figuresOf, type StatisticsMethod } from "./figures.ts";
import {
  EXACT_LIMIT,
  isOverall,
  planStatistics,
  type StatisticsPlan,
  type StatisticsQuery,
} from "./query.ts";
import { countedOf, type DeploymentExclusion, type GroupKey, StatisticsTally } from "./tally.ts";
import { placeInWindow } from "./window.ts";

export interface StatisticsGroup extends DurationFigures {
  readonly key: GroupKey;
}

/** Statistics of the durations of deployments and their phases. */
export interface DurationStatistics {
  /** Non-empty groups, by service, day, outcome, model and phase order. */
  readonly groups: readonly StatisticsGroup[];
  /** The same deployments' `total`, whatever the grouping. */
  readonly total: DurationFigures;
  /** Number of excluded deployments of the window by reason. */
  readonly excluded: Readonly<Partial<Record<DeploymentExclusion, number>>>;
  /** Deployments in the window by outcome, independent of the requested `outcomes`. */
  readonly outcomes: Readonly<Partial<Record<Outcome | "open", number>>>;
  /** Failed deployments by cause, independent of the requested `outcomes`. */
  readonly failureCauses: Readonly<Partial<Record<FailureCause, number>>>;
  readonly method: StatisticsMethod;
  /** The most that a figure may be off, relative to its value; 0 if exact. */
  readonly relativeError: number;
  readonly asOfMs: number;
}

/** Sources of deployments: individual ones, daily rollups, or both. */
export interface StatisticsSource {
  /** Each deployment once. Those that started outside the window do not count. */
  readonly durations?: Iterable<DeploymentDurations> | undefined;
  /** Each day of each service once; no day of which a deployment is in `durations`. */
  readonly rollups?: Iterable<DayRollup> | undefined;
}

/**
 * Computes statistics: percentiles by nearest rank, `ceil(q · n)`, per group.
 *
 * Exact when no sample comes from a rollup and at most {@link EXACT_LIMIT} deployments count; otherwise from merged
 * histograms. A rollup cannot be divided: `placeInWindow` says which ones can answer for a window.
 *
 * @throws RangeError when the query is impossible, when a rollup lies across an end of the window, or when a deployment would
 *   count twice, since its day's rollup is given too.
 * @example
 * durationStatistics({ groupBy: ["phase"] }, { durations }, Date.now()).groups[0];
 * // { key: { phase: "build_image" }, n: 12, min: 9, mean: 16.5, max: 31, quantiles: { "0.5": 15, … }, … }
 */
export function durationStatistics(
  query: StatisticsQuery,
  source: StatisticsSource,
  asOfMs: number,
): DurationStatistics {
  const steps = statisticsInSteps(planStatistics(query), source, asOfMs);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * The same in steps of well below a millisecond, because fifteen thousand groups take a second, during which a server must
 * answer other requests.
 */
export function* statisticsInSteps(
  plan: StatisticsPlan,
  source: StatisticsSource,
  asOfMs: number,
): Generator<undefined, DurationStatistics, undefined> {
  const tally = new StatisticsTally(plan);
  const days = new Set<string>();
  for (const rollup of source.rollups ?? []) {
    addRollup(plan, rollup, tally, days);
    yield;
  }
  for (const durations of source.durations ?? []) {
    addDurations(plan, durations, tally, days);
    yield;
  }
  return yield* finish(plan, tally, asOfMs);
}

/**
 * Counts the deployments that a plan covers, to decide whether its figures can be exact.
 *
 * @throws RangeError when a rollup lies across an end of the window.
 * @example
 * countDeployments(planStatistics(query), { rollups }) <= EXACT_LIMIT; // then read the deployments one by one
 */
export function countDeployments(plan: StatisticsPlan, { rollups, durations }: StatisticsSource): number {
  let counted = 0;
  for (const one of rollups ?? []) {
    if (counts(plan, one)) for (const count of one.rollup.counts.values()) counted += countedOf(plan, count);
  }
  for (const one of durations ?? []) {
    if (startedWithin(plan, one)) for (const count of countsOf(one)) counted += countedOf(plan, count);
  }
  return counted;
}

function addDurations(
  plan: StatisticsPlan,
  durations: DeploymentDurations,
  tally: StatisticsTally,
  daysInRollups: ReadonlySet<string>,
): void {
  const { id, serviceId, day, outcome } = durations;
  if (!startedWithin(plan, durations)) return;
  if (daysInRollups.has(dayKey(serviceId, day)) || daysInRollups.has(dayKey(null, day))) {
    throw new RangeError(`Deployment ${id} would count twice: the rollup of ${day} is given too`);
  }
  for (const count of countsOf(durations)) tally.count(count);
  if (outcome === null || !plan.outcomes.has(outcome)) return;
  for (const { measure, model, ms, unmeasured, criticalMs } of measurementsOf(durations)) {
    for (const samples of tally.samplesAt({ serviceId, day, outcome, model, measure })) {
      samples.criticalMs.push(criticalMs);
      if (ms !== null) samples.timesMs.push(ms);
      else if (unmeasured !== null) samples.excluded.push({ [unmeasured]: 1 });
    }
  }
}

function startedWithin({ fromMs, toMs }: StatisticsPlan, { startedAtMs }: DeploymentDurations): boolean {
  return startedAtMs >= fromMs && startedAtMs < toMs;
}

function addRollup(
  plan: StatisticsPlan,
  dayRollup: DayRollup,
  tally: StatisticsTally,
  days: Set<string>,
): void {
  if (!counts(plan, dayRollup)) return;
  const { serviceId, day, rollup } = dayRollup;
  if (serviceId === null && !isOverall(plan)) {
    throw new RangeError(`The rollup of ${day} for all services cannot tell services or models apart`);
  }
  const key = dayKey(serviceId, day);
  if (days.has(key) || days.has(dayKey(null, day)))
    throw new RangeError(`The rollup of ${day} for service ${serviceId} is given twice`);
  days.add(key);
  for (const count of rollup.counts.values()) tally.count(count);
  for (const { outcome, measure, model, histogram, unmeasured, criticalMs } of rollup.series.values()) {
    if (!plan.outcomes.has(outcome)) continue;
    for (const samples of tally.samplesAt({ serviceId, day, outcome, model, measure })) {
      if (histogram.count > 0) samples.histograms.push(histogram);
      samples.excluded.push(unmeasured);
      samples.criticalMs.push(criticalMs);
    }
  }
}

/** True if a rollup is inside the window. @throws RangeError if only a part of it is. */
function counts(plan: StatisticsPlan, rollup: DayRollup): boolean {
  const place = placeInWindow(rollup, plan);
  if (place === "across") {
    throw new RangeError(
      `${rollup.day} is partly outside the window: give that day's deployments, not its rollup`,
    );
  }
  return place === "inside";
}

function* finish(
  plan: StatisticsPlan,
  tally: StatisticsTally,
  asOfMs: number,
): Generator<undefined, DurationStatistics, undefined> {
  const groups = tally.groups();
  let isSampled = true;
  let scale = HISTOGRAM_SCALE;
  for (const { histograms } of [tally.total, ...groups]) {
    if (histograms.length > 0) isSampled = false;
    for (const histogram of histograms) scale = Math.min(scale, histogram.scale);
  }
  const method = isSampled && tally.counted <= EXACT_LIMIT ? "exact" : "histogram";
  const figured: StatisticsGroup[] = [];
  for (const { key, ...samples } of groups) {
    figured.push({ key, ...figuresOf(samples, plan.quantiles, method) });
    yield;
  }
  return {
    groups: figured,
    total: figuresOf(tally.total, plan.quantiles, method),
    excluded: Object.fromEntries(tally.excluded),
    outcomes: Object.fromEntries(tally.outcomes),
    failureCauses: Object.fromEntries(tally.failureCauses),
    method,
    relativeError: method === "exact" ? 0 : worstRelativeError(scale),
    asOfMs,
  };
}

function dayKey(serviceId: string | null, day: string): string {
  return `${day} ${serviceId ?? "*"}`;
}
