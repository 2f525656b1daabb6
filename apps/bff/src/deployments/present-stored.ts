import type { DeploymentSummary } from "@deploy-lens/api/deployments/deployment-summary";
import { presentInstant, presentInstantOrNull } from "@deploy-lens/api/fields/present-instant";
import { STALLED_AFTER_MS } from "@deploy-lens/core/derive/as-of";
import type { StoredSummary } from "@deploy-lens/store/head";

export function presentStored(stored: StoredSummary, asOfMs: number): DeploymentSummary {
  const open = stored.outcome === null;
  const stalled = open && asOfMs - stored.lastEventAtMs > STALLED_AFTER_MS;
  return {
    id: stored.id,
    serviceId: stored.serviceId,
    kind: stored.kind,
    outcome: stored.outcome,
    startedAt: presentInstant(stored.startedAtMs),
    endedAt: presentInstantOrNull(stored.endedAtMs),
    endedBy: stored.endedBy,
    lastEventAt: presentInstant(stored.lastEventAtMs),
    totalMs: stored.totalMs,
    observedMs: stored.observedMs,
    elapsedMs: open ? Math.max(0, asOfMs - stored.startedAtMs) : null,
    models: [...stored.models],
    flags: stalled ? ["stalled", ...stored.flags] : [...stored.flags],
    unclassified: stored.unclassified,
    eta: null,
    phases: stored.phases.map((phase) => ({ ...phase })),
    gapsMs: stored.gapsMs,
    cause: stored.failureCause,
  };
}
