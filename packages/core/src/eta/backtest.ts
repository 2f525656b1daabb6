import type { DeploymentDurations } from "../durations/index.ts";
import { quantileOfSorted } from "../histogram/nearest-rank.ts";
import { comparablePast, estimateFrom, type PastDeployment } from "./index.ts";
import { intervalsOfPast, progressAt } from "./progress.ts";

/** How good estimates would have been. */
export interface EtaBacktest {
  /** How many deployments were estimated, and how often. */
  readonly deployments: number;
  readonly estimates: number;
  /** Mean absolute error of p50, and of two simpler rules at the same moments, in ms. */
  readonly meanAbsoluteErrorMs: {
    readonly estimate: number;
    /** The mean of the last three totals, less the time elapsed. */
    readonly meanOfLastThree: number;
    /** The median of the totals, less the time elapsed. */
    readonly median: number;
  };
  /** The share of deployments that were done within p90; 0.9 is right. */
  readonly p90Coverage: number;
}

/**
 * Replays a service's history: at set shares of each successful deployment's time, estimates what is left from nothing but
 * what was known then, and compares with what was left.
 *
 * Never looks ahead: only deployments that had ended by the moment of the estimate are history to it.
 *
 * @param shares At which parts of each deployment's total to estimate, from 0 to 1.
 * @returns `null` when the history is too short for any estimate.
 * @example
 * backtestEta(history);
 * // { deployments: 55, estimates: 220, meanAbsoluteErrorMs: { estimate: 17400, meanOfLastThree: 38000, median: 52100 },
 * //   p90Coverage: 0.9 }
 */
export function backtestEta(
  history: readonly DeploymentDurations[],
  shares: readonly number[] = [0, 0.25, 0.5, 0.75],
): EtaBacktest | null {
  const estimates = history.flatMap((durations) =>
    durations.outcome === "success" && durations.totalMs !== null
      ? replay(durations, durations.totalMs, history, shares)
      : [],
  );
  if (estimates.length === 0) return null;
  const meanError = (rule: (estimate: Replayed) => number): number =>
    estimates.reduce((sum, estimate) => sum + Math.abs(rule(estimate) - estimate.actualMs), 0) /
    estimates.length;
  return {
    deployments: new Set(estimates.map(({ id }) => id)).size,
    estimates: estimates.length,
    meanAbsoluteErrorMs: {
      estimate: meanError(({ p50 }) => p50),
      meanOfLastThree: meanError(({ meanOfLastThree }) => meanOfLastThree),
      median: meanError(({ median }) => median),
    },
    p90Coverage: estimates.filter(({ actualMs, p90 }) => actualMs <= p90).length / estimates.length,
  };
}

interface Replayed {
  readonly id: string;
  readonly actualMs: number;
  readonly p50: number;
  readonly p90: number;
  readonly meanOfLastThree: number;
  readonly median: number;
}

function replay(
  durations: DeploymentDurations,
  totalMs: number,
  history: readonly DeploymentDurations[],
  shares: readonly number[],
): Replayed[] {
  const { id, kind, startedAtMs } = durations;
  const intervals = intervalsOfPast(durations);
  const others = history.filter((other) => other !== durations);
  return shares.flatMap((share) => {
    const elapsedMs = Math.floor(share * totalMs);
    const past = comparablePast(others, kind, startedAtMs + elapsedMs);
    const estimate = estimateFrom(progressAt(intervals, elapsedMs), past);
    if (estimate === null) return [];
    return [
      {
        id,
        actualMs: totalMs - elapsedMs,
        p50: estimate.remainingMs.p50,
        p90: estimate.remainingMs.p90,
        meanOfLastThree: Math.max(0, meanTotal(past.slice(0, 3)) - elapsedMs),
        median: Math.max(0, medianTotal(past) - elapsedMs),
      },
    ];
  });
}

function meanTotal(past: readonly PastDeployment[]): number {
  return past.reduce((sum, { totalMs }) => sum + totalMs, 0) / Math.max(1, past.length);
}

function medianTotal(past: readonly PastDeployment[]): number {
  const totals = past.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  return quantileOfSorted(totals, 0.5) ?? 0;
}
