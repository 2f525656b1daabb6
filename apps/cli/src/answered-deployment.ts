import type { Deployment } from "@deploy-lens/api/deployment";
import type { DeploymentAsOf } from "@deploy-lens/core/derive/as-of";

/** A deployment as the API answers it, with its times as epoch ms again, to be drawn. */
export function answeredDeployment(answer: Deployment): DeploymentAsOf {
  return {
    ...answer,
    startedAtMs: Date.parse(answer.startedAt),
    endedAtMs: msOrNull(answer.endedAt),
    lastEventAtMs: Date.parse(answer.lastEventAt),
    phases: answer.phases.map((run) => ({
      ...run,
      startedAtMs: msOrNull(run.startedAt),
      endedAtMs: msOrNull(run.endedAt),
    })),
    gaps: answer.gaps.map((gap) => ({ ...gap, startedAtMs: Date.parse(gap.startedAt) })),
    failure:
      answer.failure === null
        ? null
        : { ...answer.failure, occurredAtMs: Date.parse(answer.failure.occurredAt) },
  };
}

function msOrNull(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
