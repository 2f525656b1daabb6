import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";
import type { PhaseRun } from "@deploy-lens/core/vocabulary/deployment";

/** Converts an answered deployment back to epoch ms, for drawing. */
export function answeredDeployment(answer: DeploymentAnswer): DeploymentAsOf {
  return {
    ...answer,
    startedAtMs: Date.parse(answer.startedAt),
    endedAtMs: msOrNull(answer.endedAt),
    lastEventAtMs: Date.parse(answer.lastEventAt),
    phases: answer.phases.map(answeredRun),
    gaps: answer.gaps.map((gap) => ({ ...gap, startedAtMs: Date.parse(gap.startedAt) })),
    failure:
      answer.failure === null
        ? null
        : { ...answer.failure, occurredAtMs: Date.parse(answer.failure.occurredAt) },
  };
}

/** The API presents what core derived, so the same values are `null` together. */
function answeredRun({ startedAt, endedAt, ...run }: DeploymentAnswer["phases"][number]): PhaseRun {
  return { ...run, startedAtMs: msOrNull(startedAt), endedAtMs: msOrNull(endedAt) } as PhaseRun;
}

function msOrNull(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
