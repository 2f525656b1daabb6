import type { DeploymentDurations, UnmeasuredReason } from "../durations/index.ts";
import { type Measure, measurementsOf } from "../durations/measurement.ts";
import {
  type DurationHistogram,
  histogramOf,
  mergeHistograms,
  subtractHistogram,
} from "../histogram/index.ts";
import type { Outcome } from "../vocabulary/deployment.ts";
import type { FailureCause, ModelVersion } from "../vocabulary/signal.ts";
import { subtractCounts, sumCounts } from "./counts.ts";

/** How many deployments: all of them, those that name no model, or those with one model version. */
export interface DeploymentCount {
  readonly outcome: Outcome | "open";
  /** Why they failed; `null` where they did not. */
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
  /** Times that may not count: how many, by reason. */
  readonly unmeasured: Readonly<Partial<Record<UnmeasuredReason, number>>>;
}

/**
 * What is kept of the deployments of one service and UTC day when statistics are all that is asked.
 *
 * Holds no empty entry, so that two rollups of the same deployments are deeply equal, however they came about.
 */
export interface Rollup {
  readonly counts: ReadonlyMap<string, DeploymentCount>;
  readonly series: ReadonlyMap<string, RollupSeries>;
}

/** Says what one deployment adds to the counts: one for all, and one for each of its models (or for naming none). */
export function countsOf(durations: DeploymentDurations): DeploymentCount[] {
  const { outcome, failureCause: cause, models } = durations;
  const scopes = ["all" as const, ...(models.length === 0 ? ["no_model" as const] : models)];
  return scopes.map((scope) => ({ outcome: outcome ?? "open", cause, scope, deployments: 1 }));
}

/** A rollup with the service and the UTC day that it is about. */
export interface DayRollup {
  readonly serviceId: string;
  readonly day: string;
  readonly rollup: Rollup;
  /**
   * When the first and the last of its deployments started, epoch ms; unknown: any time of the day. A window that cuts the
   * day, but none of its deployments off, is answered from the rollup.
   */
  readonly startsMs?: StartsMs | undefined;
}

/** From when to when, both included. */
export type StartsMs = readonly [first: number, last: number];

/** A rollup of no deployment. */
export function emptyRollup(): Rollup {
  return { counts: new Map(), series: new Map() };
}

/** Computes the rollup of a list of contributions from scratch: what every sequence of changes must equal. */
export function rollupOf(contributions: Iterable<DeploymentDurations>): Rollup {
  const counts = new Map<string, DeploymentCount>();
  const drafts = new Map<string, Draft>();
  for (const durations of contributions) {
    for (const count of countsOf(durations)) add(counts, countKey(count), count);
    if (durations.outcome === null) continue;
    for (const { measure, model, ms, unmeasured } of measurementsOf(durations)) {
      const key = seriesKey(durations.outcome, measure, model);
      const draft = drafts.get(key) ?? { outcome: durations.outcome, measure, model, times: [], reasons: [] };
      drafts.set(key, draft);
      if (unmeasured === null) draft.times.push(ms);
      else draft.reasons.push({ [unmeasured]: 1 });
    }
  }
  const series = new Map<string, RollupSeries>();
  for (const [key, { times, reasons, ...head }] of drafts) {
    series.set(key, { ...head, histogram: histogramOf(times), unmeasured: sumCounts(reasons) });
  }
  return { counts, series };
}

/** Adds one contribution; the given rollup stays as it is. */
export function addToRollup(rollup: Rollup, durations: DeploymentDurations): Rollup {
  return mergeRollups([rollup, rollupOf([durations])]);
}

/**
 * Takes one contribution out again: the exact inverse of {@link addToRollup}. To correct one, remove the old, add the new.
 *
 * @throws RangeError when the rollup does not hold it.
 */
export function removeFromRollup(rollup: Rollup, durations: DeploymentDurations): Rollup {
  const part = rollupOf([durations]);
  const counts = new Map(rollup.counts);
  for (const [key, { deployments }] of part.counts) {
    const whole = held(counts.get(key), durations);
    if (whole.deployments === deployments) counts.delete(key);
    else counts.set(key, { ...whole, deployments: whole.deployments - deployments });
  }
  const series = new Map(rollup.series);
  for (const [key, taken] of part.series) {
    const whole = held(series.get(key), durations);
    const histogram = subtractHistogram(whole.histogram, taken.histogram);
    const unmeasured = subtractCounts(whole.unmeasured, taken.unmeasured);
    if (histogram.count === 0 && Object.keys(unmeasured).length === 0) series.delete(key);
    else series.set(key, { ...whole, histogram, unmeasured });
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

interface Draft extends Pick<RollupSeries, "outcome" | "measure" | "model"> {
  readonly times: number[];
  readonly reasons: Partial<Record<UnmeasuredReason, number>>[];
}

function mergeSeries(parts: readonly [RollupSeries, ...RollupSeries[]]): RollupSeries {
  return {
    ...parts[0],
    histogram: mergeHistograms(parts.map((part) => part.histogram)),
    unmeasured: sumCounts(parts.map((part) => part.unmeasured)),
  };
}

function add(counts: Map<string, DeploymentCount>, key: string, count: DeploymentCount): void {
  const before = counts.get(key)?.deployments ?? 0;
  counts.set(key, { ...count, deployments: before + count.deployments });
}

function held<Entry>(entry: Entry | undefined, durations: DeploymentDurations): Entry {
  if (entry === undefined) throw new RangeError(`The rollup does not hold deployment ${durations.id}`);
  return entry;
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

/** A model version as a text that no other one has. */
export function modelKey({ name, version }: ModelVersion): string {
  return JSON.stringify([name, version]);
}

/**
 * Writes a rollup out, every count and every bucket: equal rollups give equal texts, for comparisons that can be read.
 *
 * @example
 * rollupText(emptyRollup()); // "[[],[]]"
 */
export function rollupText({ counts, series }: Rollup): string {
  return JSON.stringify([
    sorted(counts).map(([key, { deployments }]) => [key, deployments]),
    sorted(series).map(([key, { histogram, unmeasured }]) => {
      const { scale, sumMs, zeroCount, offset, bucketCounts } = histogram;
      return [key, [scale, sumMs, zeroCount, offset, bucketCounts], sorted(Object.entries(unmeasured))];
    }),
  ]);
}

function sorted<Value>(entries: Iterable<readonly [string, Value]>): (readonly [string, Value])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}
