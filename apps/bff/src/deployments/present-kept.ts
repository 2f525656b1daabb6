import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { presentInstant, presentInstantOrNull } from "@deploy-lens/api/fields/present-instant";
import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import type { DeploymentSummary as KeptSummary } from "@deploy-lens/store/deployment-summary";

/** A deployment of the table as lists show it: what `presentSummary` makes of a whole one. */
export function presentKept(kept: KeptSummary, asOfMs: number): DeploymentSummary {
  const open = kept.outcome === null;
  const stalled = open && asOfMs - kept.lastEventAtMs > STALLED_AFTER_MS;
  return {
    id: kept.id,
    serviceId: kept.serviceId,
    kind: kept.kind,
    outcome: kept.outcome,
    startedAt: presentInstant(kept.startedAtMs),
    endedAt: presentInstantOrNull(kept.endedAtMs),
    endedBy: kept.endedBy,
    lastEventAt: presentInstant(kept.lastEventAtMs),
    totalMs: kept.totalMs,
    observedMs: kept.observedMs,
    elapsedMs: open ? Math.max(0, asOfMs - kept.startedAtMs) : null,
    models: [...kept.models],
    flags: stalled ? ["stalled", ...kept.flags] : [...kept.flags],
    unclassified: kept.unclassified,
    eta: null,
    phases: kept.phases.map((phase) => ({ ...phase })),
    gapsMs: kept.gapsMs,
    cause: kept.failureCause,
  };
}
