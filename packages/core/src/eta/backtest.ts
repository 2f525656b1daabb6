import type { DeploymentDurations } from "../durations/index.ts";
import { quantileOfSorted } from "../histogram/nearest-rank.ts";
import { comparablePast, estimateFrom, type PastDeployment } from "./index.ts";
import { intervalsOfPast, type Progress, progressAt } from "./progress.ts";

/** One estimate of a replayed deployment, and the actual remaining time. */
export interface BacktestEstimate {
  readonly deploymentId: string;
  /** The stage known at that time. */
  readonly progress: Progress;
  readonly actualMs: number;
  readonly p50: number;
  readonly p90: number;
  /** Baselines: the mean of the last three totals and the median of all, each minus the elapsed time. */
  readonly meanOfLastThree: number;
  readonly median: number;
}

/** The accuracy of a set of estimates. */
export interface EtaBacktest {
  readonly deployments: number;
  readonly estimates: number;
  /** In ms, for p50 and the two baselines. */
  readonly meanAbsoluteErrorMs: {
    readonly estimate: number;
    readonly meanOfLastThree: number;
    readonly median: number;
  };
  /** The share of deployments done within the estimate; ideally 0.5 and 0.9. */
  readonly p50Coverage: number;
  readonly p90Coverage: number;
}

/** A past deployment to replay. */
export interface Replayable {
  readonly durations: DeploymentDurations;
  /** The progress known at a given time; by default computed from the durations. */
  readonly progressAfter?: (elapsedMs: number) => Progress;
}

/**
 * Replays a service's history at fixed intervals: estimates the remaining time of each successful deployment from only what
 * was known then, and pairs it with the actual remaining time.
 *
 * Estimates are made at fixed times after the start, not at shares of the total, because the share would reveal the total.
 * Only deployments that had ended by the moment of an estimate are history to it.
 *
 * @param everyMs The interval between estimates; the first is at the start.
 * @example
 * summarizeEstimates(replayEstimates(history, 5_000));
 * // { deployments: 295, estimates: 3210, meanAbsoluteErrorMs: { estimate: 9800, meanOfLastThree: 23000, median: 16000 },
 * //   p50Coverage: 0.5, p90Coverage: 0.9 }
 */
export function replayEstimates(history: readonly Replayable[], everyMs: number): BacktestEstimate[] {
  // The subject is among them, but has not ended at any time of its estimates.
  const all = history.map(({ durations }) => durations);
  return history.flatMap((subject) => {
    const { outcome, totalMs } = subject.durations;
    if (outcome !== "success" || totalMs === null) return [];
    const estimates = Math.ceil(totalMs / everyMs);
    return Array.from({ length: estimates }, (_, i) => estimateAt(subject, i * everyMs, totalMs, all)).filter(
      (estimate) => estimate !== null,
    );
  });
}

function estimateAt(
  { durations, progressAfter }: Replayable,
  elapsedMs: number,
  totalMs: number,
  history: readonly DeploymentDurations[],
): BacktestEstimate | null {
  const past = comparablePast(history, durations.kind, durations.startedAtMs + elapsedMs);
  const progress = progressAfter?.(elapsedMs) ?? progressAt(intervalsOfPast(durations), elapsedMs);
  const estimate = estimateFrom(progress, past);
  if (estimate === null) return null;
  return {
    deploymentId: durations.id,
    progress,
    actualMs: totalMs - elapsedMs,
    ...estimate.remainingMs,
    meanOfLastThree: Math.max(0, meanTotal(past.slice(0, 3)) - elapsedMs),
    median: Math.max(0, medianTotal(past) - elapsedMs),
  };
}

/** Summarizes estimates, each counting once; `null` if there are none. */
export function summarizeEstimates(estimates: readonly BacktestEstimate[]): EtaBacktest | null {
  if (estimates.length === 0) return null;
  const mean = (measure: (estimate: BacktestEstimate) => number): number =>
    estimates.reduce((sum, estimate) => sum + measure(estimate), 0) / estimates.length;
  const meanError = (ruleOf: (estimate: BacktestEstimate) => number): number =>
    mean((estimate) => Math.abs(ruleOf(estimate) - estimate.actualMs));
  return {
    deployments: new Set(estimates.map(({ deploymentId }) => deploymentId)).size,
    estimates: estimates.length,
    meanAbsoluteErrorMs: {
      estimate: meanError(({ p50 }) => p50),
      meanOfLastThree: meanError(({ meanOfLastThree }) => meanOfLastThree),
      median: meanError(({ median }) => median),
    },
    p50Coverage: mean(({ actualMs, p50 }) => (actualMs <= p50 ? 1 : 0)),
    p90Coverage: mean(({ actualMs, p90 }) => (actualMs <= p90 ? 1 : 0)),
  };
}

function meanTotal(past: readonly PastDeployment[]): number {
  return past.reduce((sum, { totalMs }) => sum + totalMs, 0) / Math.max(1, past.length);
}

function medianTotal(past: readonly PastDeployment[]): number {
  const totals = past.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  return quantileOfSorted(totals, 0.5) ?? 0;
}
