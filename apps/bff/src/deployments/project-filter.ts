import type { DeploymentFacetsQuery } from "@deploy-lens/api/deployments/project-deployments-query";
import type { DeploymentFilter } from "@deploy-lens/store/project-deployments/filter";

/** The start of year 10000: queries cannot name a later time. */
const END_MS = Date.UTC(10_000, 0);

export function rangeOf({ from = 0, to = END_MS }: DeploymentFacetsQuery): { fromMs: number; toMs: number } {
  return { fromMs: from, toMs: to };
}

export function filterOf(query: DeploymentFacetsQuery): DeploymentFilter {
  return {
    serviceIds: query.service,
    outcomes: query.outcome,
    causes: query.cause,
    kinds: query.kind,
    failedPhases: query.phase,
    model: query.model,
    flags: query.flag,
    text: query.text,
    minMs: query.minMs,
    maxMs: query.maxMs,
  };
}
