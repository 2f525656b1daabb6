import {
  type DeploymentDurations,
  type Measure,
  measurementsOf,
  type UnmeasuredReason,
} from "../durations/index.ts";
import { type DurationHistogram, histogramOf, mergeHistograms } from "../histogram/index.ts";
import type { Outcome } from "../vocabulary/deployment.ts";
import type { FailureCause, ModelVersion } from "../vocabulary/signal.ts";

/** Number of deployments: all of them, those that name no model, or those with one model version. */
export interface DeploymentCount {
  readonly outcome: Outcome | "open";
  /** The cause of failure, or `null`. */
  readonly cause: FailureCause | null;
  readonly scope: "all" | "no_model" | ModelVersion;
  readonly deployments: number;
}

/** One measure of the closed deployments of one outcome, over all models or for one. */
export interface RollupSeries {
  readonly outcome: Outcome;
  readonly measure: Measure;
  /** `null`: over all models. */
  readonly model: ModelVersion | null;
  readonly histogram: DurationHistogram;
  /** Number of excluded times by reason. */
  readonly unmeasured: Readonly<Partial<Record<UnmeasuredReason, number>>>;
  /** Time on the deployments' critical paths, summed: see `Measurement`. `null`: it was stored before that was counted. */
  readonly criticalMs: number | null;
}

/**
 * The deployments of one service and UTC day, reduced to what statistics need.
 *
 * Contains no empty entry, so that rollups of the same deployments are deeply equal however they were computed.
 */
export interface Rollup {
  readonly counts: ReadonlyMap<string, DeploymentCount>;
  readonly series: ReadonlyMap<string, RollupSeries>;
}

/** One deployment's counts: one for all deployments, and one for each of its models (or for naming none). */
export function countsOf(durations: DeploymentDurations): DeploymentCount[] {
  const { outcome, failureCause: cause, models } = durations;
  const scopes = ["all" as const, ...(models.length === 0 ? ["no_model" as const] : models)];
  return scopes.map((scope) => ({ outcome: outcome ?? "open", cause, scope, deployments: 1 }));
}

/** A rollup with the service and the UTC day that it is about. */
export interface DayRollup {
  /** `null`: all services of the project in one. */
  readonly serviceId: string | null;
  readonly day: string;
  readonly rollup: Rollup;
  /**
   * Start of its first and last deployment, epoch ms; unknown: any time of the day. A window that divides the day,
   * but includes all its deployments, is answered from the rollup.
   */
  readonly startsMs?: StartsMs | undefined;
}

/** Both ends included. */
export type StartsMs = readonly [first: number, last: number];

/** Computes the rollup of a list of deployments. */
export function rollupOf(contributions: Iterable<DeploymentDurations>): Rollup {
  const counts = new Map<string, DeploymentCount>();
  const drafts = new Map<string, Draft>();
  for (const durations of contributions) {
    for (const count of countsOf(durations)) add(counts, countKey(count), count);
    if (durations.outcome === null) continue;
    const { outcome } = durations;
    for (const { measure, model, ms, unmeasured, criticalMs } of measurementsOf(durations)) {
      const key = seriesKey(outcome, measure, model);
      const draft = drafts.get(key) ?? { outcome, measure, model, times: [], reasons: [], criticalMs: 0 };
      drafts.set(key, draft);
      draft.criticalMs += criticalMs;
      if (ms !== null) draft.times.push(ms);
      else if (unmeasured !== null) draft.reasons.push({ [unmeasured]: 1 });
    }
  }
  const series = new Map<string, RollupSeries>();
  for (const [key, { times, reasons, ...head }] of drafts) {
    series.set(key, { ...head, histogram: histogramOf(times), unmeasured: sumCounts(reasons) });
  }
  return { counts, series };
}

/** Adds rollups up, of several days or services: the result is that of all their deployments in one. */
export function mergeRollups(rollups: Iterable<Rollup>): Rollup {
  const counts = new Map<string, DeploymentCount>();
  const byKey = new Map<string, [RollupSeries, ...RollupSeries[]]>();
  for (const rollup of rollups) {
    for (const [key, count] of rollup.counts) add(counts, key, count);
    for (const [key, one] of rollup.series) {
      const parts = byKey.get(key);
      if (parts === undefined) byKey.set(key, [one]);
      else parts.push(one);
    }
  }
  const series = new Map<string, RollupSeries>();
  for (const [key, parts] of byKey) series.set(key, parts.length === 1 ? parts[0] : mergeSeries(parts));
  return { counts, series };
}

/** The rollup of no deployments. */
export const EMPTY_ROLLUP: Rollup = { counts: new Map(), series: new Map() };

/**
 * Leaves out what a rollup says of single models, so that its size no longer grows with the number of models.
 *
 * @example
 * overallRollup(rollupOf(deployments)).series.keys(); // "success|total|", "success|build_image|", …
 */
export function overallRollup({ counts, series }: Rollup): Rollup {
  return {
    counts: new Map([...counts].filter(([, { scope }]) => scope === "all")),
    series: new Map([...series].filter(([, { model }]) => model === null)),
  };
}

interface Draft extends Pick<RollupSeries, "outcome" | "measure" | "model"> {
  readonly times: number[];
  readonly reasons: Partial<Record<UnmeasuredReason, number>>[];
  criticalMs: number;
}

function mergeSeries(parts: readonly [RollupSeries, ...RollupSeries[]]): RollupSeries {
  return {
    ...parts[0],
    histogram: mergeHistograms(parts.map((part) => part.histogram)),
    unmeasured: sumCounts(parts.map((part) => part.unmeasured)),
    criticalMs: sumUnlessUnknown(parts.map((part) => part.criticalMs)),
  };
}

function add(counts: Map<string, DeploymentCount>, key: string, count: DeploymentCount): void {
  const before = counts.get(key)?.deployments ?? 0;
  counts.set(key, { ...count, deployments: before + count.deployments });
}

/** The key of a count within {@link Rollup}; names of models are user input, so they are quoted. */
export function countKey({ outcome, cause, scope }: Omit<DeploymentCount, "deployments">): string {
  const which = typeof scope === "string" ? scope : modelKey(scope);
  return `${outcome}|${cause ?? ""}|${which}`;
}

/** The key of a series within {@link Rollup}. */
export function seriesKey(outcome: Outcome, measure: Measure, model: ModelVersion | null): string {
  return `${outcome}|${measure}|${model === null ? "" : modelKey(model)}`;
}

/** A unique text for a model version. */
export function modelKey({ name, version }: ModelVersion): string {
  return JSON.stringify([name, version]);
}

/**
 * Formats every count and every bucket of a rollup; equal rollups give equal texts, for readable comparisons.
 *
 * @example
 * rollupText(rollupOf([])); // "[[],[]]"
 */
export function rollupText({ counts, series }: Rollup): string {
  return JSON.stringify([
    sorted(counts).map(([key, { deployments }]) => [key, deployments]),
    sorted(series).map(([key, { histogram, unmeasured, criticalMs }]) => {
      const { scale, sumMs, zeroCount, offset, bucketCounts } = histogram;
      const times = [scale, sumMs, zeroCount, offset, bucketCounts];
      const path = criticalMs === null ? [] : [criticalMs];
      return [key, times, sorted(Object.entries(unmeasured)), ...path];
    }),
  ]);
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

type Counts<Reason extends string> = Readonly<Partial<Record<Reason, number>>>;

/**
 * Adds counts up, reason by reason.
 *
 * @example
 * sumCounts([{ open: 1 }, { open: 2, skew: 1 }]); // { open: 3, skew: 1 }
 */
export function sumCounts<Reason extends string>(
  parts: Iterable<Counts<Reason>>,
): Partial<Record<Reason, number>> {
  const sum: Partial<Record<Reason, number>> = {};
  for (const part of parts) {
    for (const [reason, count] of entriesOf(part)) sum[reason] = (sum[reason] ?? 0) + count;
  }
  return sum;
}

/** Adds numbers up; `null` where one of them is unknown. */
export function sumUnlessUnknown(parts: Iterable<number | null>): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  return sum;
}

/** The entries of a record. Its keys are `Reason` alone: every record here is built from typed counts. */
function entriesOf<Reason extends string>(counts: Counts<Reason>): [Reason, number][] {
  return Object.entries(counts) as [Reason, number][];
}
