import type { DeploymentDurations } from "../durations/index.ts";
import { nearestRank } from "../histogram/nearest-rank.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import type { DeploymentKind } from "../vocabulary/signal.ts";
import { intervalsOfOpen, intervalsOfPast, locateStage, type Progress, progressAt } from "./progress.ts";

/** Minimum number of successful deployments for an estimate. */
export const MIN_HISTORY = 5;

/** Number of most recent successful deployments used: enough for p90, few enough to follow a change. */
export const MAX_HISTORY = 100;

/** An estimate of the remaining time of an open deployment. */
export interface Eta {
  readonly remainingMs: {
    /** Half of the comparable deployments needed no more than this. */
    readonly p50: number;
    /** Nine in ten comparable deployments need no more than this. */
    readonly p90: number;
  };
  /** Number of past deployments used. */
  readonly basedOn: number;
  /**
   * `high`: at least 29 deployments, whose p90 is at most double their p50. `medium`: at least 10, at most fourfold. Both
   * with a second's grace. `low`: anything else, and whatever is overdue.
   */
  readonly confidence: "low" | "medium" | "high";
  /** True if a running phase exceeds its duration in 19 of 20 past deployments by a second or more. */
  readonly overdue: boolean;
}

/**
 * Estimates the remaining time of an open deployment from its service's own history.
 *
 * The method resamples whole past deployments, so quantiles of phases are never added up and correlated phases (a cold
 * pull, then a slow start) stay together:
 *
 * 1. The stage is the latest begun phase that runs, or the wait between two phases.
 * 2. Comparable are the past deployments that, as long after their own stage began, had not finished it either: a warm
 *    pull of 2 s says nothing about one that has run for 10 s. Where {@link MIN_HISTORY} of them ran exactly the same
 *    phases at that moment, only those count.
 * 3. Each of them contributes its remaining time from that moment on, including later phases, gaps and overlaps.
 * 4. p50 and p90 are those of a next deployment, not of the sample: p50 is the middle (of two middle ones, their mean),
 *    p90 the value of rank `ceil(0.9 · (n + 1))`. Fewer than {@link MIN_HISTORY} values have no ninth decile: p90 is then
 *    the largest, and at least double p50.
 * 5. Where no past deployment lasted so long, the stage is expected to need a quarter of the time already spent in it,
 *    and at p90 twice that time; time spent counts up to the longest past total. Both factors, and the doubling, were
 *    fitted with `npm run backtest`, which holds the coverage of p50 at 50 % and that of p90 at 90 %.
 *
 * A stage that fewer than {@link MIN_HISTORY} past deployments had falls back to the deployment as a whole. History is
 * the successful deployments, the most recent {@link MAX_HISTORY}, of the same kind when there are {@link MIN_HISTORY}.
 *
 * @returns `null` if there are fewer than {@link MIN_HISTORY} deployments, or the deployment has ended.
 * @example
 * estimateRemaining(open, history, Date.now());
 * // { remainingMs: { p50: 42000, p90: 97000 }, basedOn: 38, confidence: "medium", overdue: false }
 */
export function estimateRemaining(
  open: Deployment,
  history: readonly DeploymentDurations[],
  asOfMs: number,
): Eta | null {
  if (open.outcome !== null) return null;
  const elapsedMs = Math.max(0, asOfMs - open.startedAtMs);
  const progress = progressAt(intervalsOfOpen(open), elapsedMs);
  return estimateFrom(progress, comparablePast(history, open.kind, open.startedAtMs + elapsedMs));
}

/** The part of a past deployment that estimates use. */
export interface PastDeployment {
  readonly durations: DeploymentDurations;
  readonly totalMs: number;
}

/** The successful deployments that had ended by a moment, most recent first. */
export function comparablePast(
  history: readonly DeploymentDurations[],
  kind: DeploymentKind,
  asOfMs: number,
): PastDeployment[] {
  const past = history
    .flatMap((durations) => {
      const { totalMs, outcome, startedAtMs } = durations;
      if (totalMs === null || outcome !== "success" || startedAtMs + totalMs > asOfMs) return [];
      return [{ durations, totalMs }];
    })
    .sort((a, b) => compareStarts(b.durations, a.durations));
  const sameKind = past.filter(({ durations }) => durations.kind === kind);
  return (sameKind.length >= MIN_HISTORY ? sameKind : past).slice(0, MAX_HISTORY);
}

function compareStarts(a: DeploymentDurations, b: DeploymentDurations): number {
  return a.startedAtMs - b.startedAtMs || (a.id < b.id ? -1 : 1);
}

/** Estimates from a deployment's progress and the result of {@link comparablePast}. */
export function estimateFrom(progress: Progress, past: readonly PastDeployment[]): Eta | null {
  if (past.length < MIN_HISTORY) return null;
  const inStage = past.flatMap((deployment) => alignedAtStage(progress, deployment));
  const isStageKnown = inStage.length >= MIN_HISTORY;
  const known = isStageKnown ? inStage : past.map((deployment) => alignedAtStart(progress, deployment));
  const lasting = known.filter((candidate) => candidate.stageLeftMs > 0);
  const alike = lasting.filter((candidate) => candidate.ranTheSame);
  const comparable = alike.length >= MIN_HISTORY ? alike : lasting;
  const overdue = [known.map((candidate) => candidate.stageLeftMs), ...leftOfRunning(progress, past)].some(
    isOverdue,
  );
  if (comparable.length === 0) {
    const afterMs = nextQuantiles(known.map((candidate) => candidate.afterStageMs));
    const longestMs = Math.max(...past.map(({ totalMs }) => totalMs));
    const spentMs = Math.min(isStageKnown ? progress.stageElapsedMs : progress.elapsedMs, longestMs);
    const remainingMs = { p50: afterMs.p50 + Math.round(spentMs / 4), p90: afterMs.p90 + 2 * spentMs };
    return { remainingMs, basedOn: known.length, confidence: "low", overdue };
  }
  const remainingMs = nextQuantiles(
    comparable.map(({ stageLeftMs, afterStageMs }) => stageLeftMs + afterStageMs),
  );
  const confidence = overdue ? "low" : confidenceOf(comparable.length, remainingMs);
  return { remainingMs, basedOn: comparable.length, confidence, overdue };
}

const OVERDUE_GRACE_MS = 1_000;
const SPREAD_GRACE_MS = 1_000;

/** A past deployment, at the same time after the beginning of the stage. */
interface Candidate {
  /** Remaining time of the stage; negative if it was finished. */
  readonly stageLeftMs: number;
  /** Time after the stage. */
  readonly afterStageMs: number;
  /** True if it ran exactly the phases that run in the open deployment. */
  readonly ranTheSame: boolean;
}

function alignedAtStage(progress: Progress, { durations, totalMs }: PastDeployment): Candidate[] {
  const intervals = intervalsOfPast(durations);
  const located = locateStage(progress.stage, intervals, totalMs);
  if (located === null) return [];
  const stageLeftMs = located.lengthMs - progress.stageElapsedMs;
  const afterStageMs = Math.max(0, totalMs - located.startMs - located.lengthMs);
  const then = progressAt(intervals, located.startMs + progress.stageElapsedMs);
  return [{ stageLeftMs, afterStageMs, ranTheSame: runsTheSame(then, progress) }];
}

function alignedAtStart({ elapsedMs }: Progress, { totalMs }: PastDeployment): Candidate {
  return { stageLeftMs: totalMs - elapsedMs, afterStageMs: 0, ranTheSame: true };
}

function runsTheSame(a: Progress, b: Progress): boolean {
  if (a.running.length !== b.running.length) return false;
  const phases = new Set(a.running.map(({ phase }) => phase));
  return b.running.every(({ phase }) => phases.has(phase));
}

/** For each running phase, its remaining time in past deployments after the same time. */
function leftOfRunning({ running }: Progress, past: readonly PastDeployment[]): number[][] {
  const intervals = past.flatMap(({ durations }) => intervalsOfPast(durations));
  return running.map(({ phase, elapsedMs }) =>
    intervals
      .filter((interval) => interval.phase === phase)
      .map(({ startMs, endMs }) => endMs - startMs - elapsedMs),
  );
}

function isOverdue(leftMs: readonly number[]): boolean {
  if (leftMs.length < MIN_HISTORY) return false;
  return leftMs.filter((ms) => ms > -OVERDUE_GRACE_MS).length < leftMs.length / 20;
}

/** The quantiles of the next of a series: of `n` past values, the next lies below the `k`-th with chance `k / (n + 1)`. */
function nextQuantiles(values: readonly number[]): Eta["remainingMs"] {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const at = (rank: number) => sorted[rank - 1] ?? 0;
  const p50 = Math.round((at(Math.floor((n + 1) / 2)) + at(Math.ceil((n + 1) / 2))) / 2);
  const p90 = n < MIN_HISTORY ? Math.max(at(n), 2 * p50) : at(Math.min(n, nearestRank(0.9, n + 1)));
  return { p50, p90 };
}

function confidenceOf(n: number, { p50, p90 }: Eta["remainingMs"]): Eta["confidence"] {
  if (n >= 29 && p90 <= 2 * p50 + SPREAD_GRACE_MS) return "high";
  if (n >= 10 && p90 <= 4 * p50 + SPREAD_GRACE_MS) return "medium";
  return "low";
}
