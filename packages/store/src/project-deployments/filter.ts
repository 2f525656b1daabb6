import type { Rollup } from "@deploy-lens/core/rollup";
import type { DeploymentFlag, Outcome } from "@deploy-lens/core/vocabulary/deployment";
import { matchesModel } from "@deploy-lens/core/vocabulary/matches-model";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause } from "@deploy-lens/core/vocabulary/signal";
import type { DeploymentTraits } from "./traits.ts";

/** Selects deployments of a project; a field that is left out selects all. Plain data, so that it can be a cache's key. */
export interface DeploymentFilter {
  readonly serviceIds?: readonly string[] | undefined;
  /** `open` for deployments that have not ended. */
  readonly outcomes?: readonly (Outcome | "open")[] | undefined;
  readonly causes?: readonly FailureCause[] | undefined;
  readonly kinds?: readonly DeploymentKind[] | undefined;
  /** Those that failed or timed out in one of these phases. */
  readonly failedPhases?: readonly Phase[] | undefined;
  /** A model's name, or name and version: see `matchesModel`. */
  readonly model?: string | undefined;
  /** Those with one of these flags. */
  readonly flags?: readonly DeploymentFlag[] | undefined;
  /** Searched, in any case, in ids, models, cause and the platform's message. */
  readonly text?: string | undefined;
  /** Start to end, or to the last event while open, ms; both ends included. */
  readonly minMs?: number | undefined;
  readonly maxMs?: number | undefined;
}

/** True if any deployment behind a rollup may match, judging by its counts. */
export function mayMatch(filter: DeploymentFilter, { counts }: Pick<Rollup, "counts">): boolean {
  const { outcomes, causes, model } = filter;
  for (const { outcome, cause, scope } of counts.values()) {
    if (model === undefined ? scope !== "all" : typeof scope === "string" || !matchesModel(model, scope))
      continue;
    if (outcomes !== undefined && !outcomes.includes(outcome)) continue;
    if (causes !== undefined && (cause === null || !causes.includes(cause))) continue;
    return true;
  }
  return false;
}

type Criterion = (filter: DeploymentFilter, deployment: DeploymentTraits) => boolean;

const CRITERIA = {
  service: ({ serviceIds }, { serviceId }) => serviceIds === undefined || serviceIds.includes(serviceId),
  outcome: ({ outcomes }, { outcome }) => outcomes === undefined || outcomes.includes(outcome),
  cause: ({ causes }, { cause }) => causes === undefined || (cause !== null && causes.includes(cause)),
  kind: ({ kinds }, { kind }) => kinds === undefined || kinds.includes(kind),
  phase: ({ failedPhases: phases }, { failedPhases }) =>
    phases === undefined || phases.some((phase) => failedPhases.includes(phase)),
  model: ({ model }, { models }) => model === undefined || models.some((one) => matchesModel(model, one)),
  flag: ({ flags: wanted }, { flags }) => wanted === undefined || wanted.some((flag) => flags.includes(flag)),
  duration: ({ minMs = 0, maxMs = Number.POSITIVE_INFINITY }, { observedMs }) =>
    observedMs >= minMs && observedMs <= maxMs,
  text: ({ text }, deployment) => text === undefined || searchText(deployment).includes(text.toLowerCase()),
} as const satisfies Record<string, Criterion>;

/** A part of a filter. */
export type FilterCriterion = keyof typeof CRITERIA;

/** In no particular order, the cheap ones first. `keyof` of a literal that is not widened lists exactly its keys. */
const NAMES = Object.keys(CRITERIA) as FilterCriterion[];

export function matchesFilter(filter: DeploymentFilter, deployment: DeploymentTraits): boolean {
  return NAMES.every((name) => CRITERIA[name](filter, deployment));
}

/** The criteria that a deployment fails, but no more than two of them: facets need to know none, the only one, or several. */
export function failedCriteria(
  filter: DeploymentFilter,
  deployment: DeploymentTraits,
): readonly FilterCriterion[] {
  const failed: FilterCriterion[] = [];
  for (const name of NAMES) {
    if (CRITERIA[name](filter, deployment)) continue;
    failed.push(name);
    if (failed.length === 2) break;
  }
  return failed;
}

function searchText({ id, serviceId, models, cause, message }: DeploymentTraits): string {
  const names = models.map(({ name, version }) => `${name} ${version}`);
  return [id, serviceId, ...names, cause ?? "", message ?? ""].join("\n").toLowerCase();
}
