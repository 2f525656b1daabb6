import type { DeploymentDurations } from "../durations/index.ts";
import { nearestRank } from "../histogram/nearest-rank.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import type { DeploymentKind } from "../vocabulary/signal.ts";
import { intervalsOfOpen, intervalsOfPast, locateStage, type Progress, progressAt } from "./progress.ts";

/** How many successful deployments make a history; below, there is no estimate. */
export const MIN_HISTORY = 5;

/** How many of the most recent successful deployments are looked at: enough for p90, few enough to follow a change. */
export const MAX_HISTORY = 100;

/** How long an open deployment is likely to take still. */
export interface Eta {
  readonly remainingMs: {
    readonly p50: number;
    /** Nine in ten comparable deployments need no more than this. */
    readonly p90: number;
  };
  /** How many past deployments the estimate rests on. */
  readonly basedOn: number;
  /**
   * `high`: at least 29 deployments, whose p90 is at most double their p50. `medium`: at least 10, at most fourfold. Both
   * with a second's grace. `low`: anything else, and whatever is overdue.
   */
  readonly confidence: "low" | "medium" | "high";
  /** Whether something that it is doing takes longer, by a second or more, than it did in 19 of 20 past deployments. */
  readonly overdue: boolean;
}

/**
 * Estimates how long an open deployment will take still, from its service's own history.
 *
 * The method resamples whole past deployments, so quantiles of phases are never added up and what goes together (a cold
 * pull, then a slow start) stays together:
 *
 * 1. The stage is the latest begun phase that runs, or the wait between two phases.
 * 2. Comparable are the past deployments that, as long after their own stage began, had not finished it either (nor any
 *    other phase that runs here, where enough are left). A warm pull of 2 s says nothing of one that runs for 10 s.
 * 3. Each of them says what it had left from that moment on: later phases, gaps and overlaps included.
 * 4. p50 and p90 are those of a next deployment, not of the sample: the value of rank `ceil(q · (n + 1))`, or the largest.
 *
 * Where none had lasted so long, the stage is taken to end now and what came after it counts; a stage that too few of the
 * history know gives way to the deployment as a whole. History is the successful deployments, the most recent
 * {@link MAX_HISTORY}, of the same kind when there are {@link MIN_HISTORY} of it.
 *
 * @returns `null` when the history is thinner than {@link MIN_HISTORY}, or the deployment has ended.
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

/** A past deployment as far as an estimate looks at it. */
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

/** Estimates from how far a deployment has come and what {@link comparablePast} found. */
export function estimateFrom(progress: Progress, past: readonly PastDeployment[]): Eta | null {
  if (past.length < MIN_HISTORY) return null;
  const inStage = past.flatMap((one) => candidates(progress, one));
  const known = inStage.length >= MIN_HISTORY ? inStage : past.map((one) => wholeDeployment(progress, one));
  const lasting = known.filter((one) => one.stageLeftMs > 0);
  const alike = lasting.filter((one) => one.outlastsOthers);
  const comparable = alike.length >= MIN_HISTORY ? alike : lasting;
  const remaining = (comparable.length > 0 ? comparable : known).map(
    (one) => Math.max(0, one.stageLeftMs) + one.afterStageMs,
  );
  const overdue = [known.map((one) => one.stageLeftMs), ...leftOfOthers(progress, past)].some(isOverdue);
  const p50 = nextQuantile(remaining, 0.5);
  const p90 = nextQuantile(remaining, 0.9);
  return {
    remainingMs: { p50, p90 },
    basedOn: remaining.length,
    confidence: overdue || comparable.length === 0 ? "low" : confidenceOf(remaining.length, p50, p90),
    overdue,
  };
}

const OVERDUE_GRACE_MS = 1_000;
const SPREAD_GRACE_MS = 1_000;

interface Candidate {
  /** What it had left of the stage after as long; negative: it had finished it. */
  readonly stageLeftMs: number;
  /** What it needed after the stage. */
  readonly afterStageMs: number;
  /** Whether the other phases that run here took it longer, too. */
  readonly outlastsOthers: boolean;
}

function candidates(progress: Progress, { durations, totalMs }: PastDeployment): Candidate[] {
  const intervals = intervalsOfPast(durations);
  const located = locateStage(progress.stage, intervals, totalMs);
  if (located === null) return [];
  return [
    {
      stageLeftMs: located.lengthMs - progress.stageElapsedMs,
      afterStageMs: Math.max(0, totalMs - located.startMs - located.lengthMs),
      outlastsOthers: progress.running.every(({ phase, elapsedMs }) => {
        const own = intervals.find((interval) => interval.phase === phase);
        return own === undefined || own.endMs === null || own.endMs - own.startMs > elapsedMs;
      }),
    },
  ];
}

/** For each phase that runs, what the past deployments had left of it after as long. */
function leftOfOthers({ running }: Progress, past: readonly PastDeployment[]): number[][] {
  const intervals = past.flatMap(({ durations }) => intervalsOfPast(durations));
  return running.map(({ phase, elapsedMs }) =>
    intervals.flatMap((own) =>
      own.phase === phase && own.endMs !== null ? [own.endMs - own.startMs - elapsedMs] : [],
    ),
  );
}

function isOverdue(leftMs: readonly number[]): boolean {
  if (leftMs.length < MIN_HISTORY) return false;
  return leftMs.filter((ms) => ms > -OVERDUE_GRACE_MS).length < leftMs.length / 20;
}

function wholeDeployment({ elapsedMs }: Progress, { totalMs }: PastDeployment): Candidate {
  return { stageLeftMs: totalMs - elapsedMs, afterStageMs: 0, outlastsOthers: true };
}

/** The q-quantile of the next of a series: of `n` past values, the next lies below the `k`-th with chance `k / (n + 1)`. */
function nextQuantile(values: readonly number[], q: number): number {
  const rank = Math.min(values.length, nearestRank(q, values.length + 1));
  return values.toSorted((a, b) => a - b)[rank - 1] ?? 0;
}

function confidenceOf(n: number, p50: number, p90: number): Eta["confidence"] {
  if (n >= 29 && p90 <= 2 * p50 + SPREAD_GRACE_MS) return "high";
  if (n >= 10 && p90 <= 4 * p50 + SPREAD_GRACE_MS) return "medium";
  return "low";
}
