import type { PlannedAttempt } from "../service/plan.ts";

/**
 * Plays an attempt faster or slower: every instant keeps its place between start and end.
 *
 * @param factor multiplies every span
 */
export function scaleAttempt(attempt: PlannedAttempt, factor: number): PlannedAttempt {
  const at = (ms: number) => attempt.startedAtMs + Math.round((ms - attempt.startedAtMs) * factor);
  const atOrNull = (ms: number | null) => (ms === null ? null : at(ms));
  const { failure, rollback } = attempt;
  return {
    ...attempt,
    endedAtMs: at(attempt.endedAtMs),
    stoppedAtMs: atOrNull(attempt.stoppedAtMs),
    phases: attempt.phases.map((phase) => ({
      ...phase,
      startedAtMs: at(phase.startedAtMs),
      endedAtMs: atOrNull(phase.endedAtMs),
      retriesAtMs: phase.retriesAtMs.map(at),
      resumedAtMs: phase.resumedAtMs.map(at),
    })),
    failure: failure && { ...failure, atMs: at(failure.atMs), closingAtMs: at(failure.closingAtMs) },
    rollback: rollback && { ...rollback, endedAtMs: at(rollback.endedAtMs) },
    remarks: attempt.remarks.map((remark) => ({ ...remark, atMs: at(remark.atMs) })),
  };
}
