import type { DeploymentDurations } from "../durations/index.ts";
import type { Deployment } from "../vocabulary/deployment.ts";
import { type Phase, phaseIndex } from "../vocabulary/phase.ts";

/** A phase within a deployment, in ms from the deployment's start. */
export interface PhaseInterval {
  readonly phase: Phase;
  readonly startMs: number;
  /** `null` while it runs. */
  readonly endMs: number | null;
}

/** A deployment's stage: running a phase, or waiting for the next one. */
export type Stage =
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "wait"; readonly after: Phase | "start" };

/** A deployment's progress. */
export interface Progress {
  /** Since its start. */
  readonly elapsedMs: number;
  readonly stage: Stage;
  /** Since the stage began. */
  readonly stageElapsedMs: number;
  /** All running phases, including the stage's own, and for how long they have run. */
  readonly running: readonly { readonly phase: Phase; readonly elapsedMs: number }[];
}

/** The phases of a deployment over all its models whose begin is known. */
export function intervalsOfOpen(deployment: Deployment): PhaseInterval[] {
  return deployment.summary.flatMap(({ phase }) => {
    const runs = deployment.phases.filter((run) => run.phase === phase);
    const starts = runs.map((run) => run.startedAtMs ?? run.endedAtMs).filter((atMs) => atMs !== null);
    const ends = runs.map((run) => run.endedAtMs).filter((atMs) => atMs !== null);
    if (starts.length === 0) return [];
    const endMs = ends.length === runs.length ? Math.max(...ends) - deployment.startedAtMs : null;
    return [{ phase, startMs: Math.min(...starts) - deployment.startedAtMs, endMs }];
  });
}

/** A phase that has ended. */
export interface EndedInterval extends PhaseInterval {
  readonly endMs: number;
}

/**
 * The phases of a past deployment. Unlike in percentiles, inferred ends count: they still bound the phase, and with several
 * models the last phase of all but one model has no other end.
 */
export function intervalsOfPast(durations: DeploymentDurations): EndedInterval[] {
  return durations.phases.flatMap(({ phase, startedAfterMs, wallMs, unmeasured }) =>
    startedAfterMs === null || wallMs === null || unmeasured === "skew"
      ? []
      : [{ phase, startMs: startedAfterMs, endMs: startedAfterMs + wallMs }],
  );
}

/** Computes a deployment's progress at a time after its start, ignoring later phases. */
export function progressAt(intervals: readonly PhaseInterval[], elapsedMs: number): Progress {
  const begun = intervals.filter(({ startMs }) => startMs <= elapsedMs);
  const running = begun.filter(({ endMs }) => endMs === null || endMs > elapsedMs);
  const latest = running.toSorted(
    (a, b) => b.startMs - a.startMs || phaseIndex(b.phase) - phaseIndex(a.phase),
  )[0];
  const last = begun.toSorted((a, b) => (b.endMs ?? 0) - (a.endMs ?? 0))[0];
  const sinceMs = latest?.startMs ?? last?.endMs ?? 0;
  return {
    elapsedMs,
    stage:
      latest === undefined
        ? { kind: "wait", after: last?.phase ?? "start" }
        : { kind: "phase", phase: latest.phase },
    stageElapsedMs: elapsedMs - sinceMs,
    running: running.map(({ phase, startMs }) => ({ phase, elapsedMs: elapsedMs - startMs })),
  };
}

/** Finds the begin and the duration of a stage in a past deployment; `null` if unknown. */
export function locateStage(
  stage: Stage,
  intervals: readonly EndedInterval[],
  totalMs: number,
): { startMs: number; lengthMs: number } | null {
  const of = stage.kind === "phase" ? stage.phase : stage.after;
  const own = intervals.find(({ phase }) => phase === of);
  if (of !== "start" && own === undefined) return null;
  const ownEndMs = own?.endMs ?? 0;
  if (stage.kind === "phase") {
    const startMs = own?.startMs ?? 0;
    return { startMs, lengthMs: ownEndMs - startMs };
  }
  const next = intervals.map(({ startMs }) => startMs).filter((startMs) => startMs >= ownEndMs);
  return { startMs: ownEndMs, lengthMs: Math.min(totalMs, ...next) - ownEndMs };
}
