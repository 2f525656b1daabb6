import type { Rollup } from "@deploy-lens/core/rollup";
import type { Deployment, DeploymentFlag, Outcome } from "@deploy-lens/core/vocabulary/deployment";
import { matchesModel } from "@deploy-lens/core/vocabulary/matches-model";
import type { Phase } from "@deploy-lens/core/vocabulary/phase";
import type { DeploymentKind, FailureCause } from "@deploy-lens/core/vocabulary/signal";

/** Selects deployments of a project; a field that is left out selects all. Plain data, so that it can be a cache's key. */
export interface DeploymentFilter {
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

/** True if a deployment matches. `stalled` is not a stored flag: it depends on the time. */
export function matchesFilter(filter: DeploymentFilter, deployment: Deployment, isStalled: boolean): boolean {
  const { outcomes, causes, kinds, failedPhases, model, flags, text, minMs, maxMs } = filter;
  const { outcome, kind, models, failure, observedMs } = deployment;
  const cause = failure?.cause ?? null;
  return (
    (outcomes === undefined || outcomes.includes(outcome ?? "open")) &&
    (causes === undefined || (cause !== null && causes.includes(cause))) &&
    (kinds === undefined || kinds.includes(kind)) &&
    (minMs === undefined || observedMs >= minMs) &&
    (maxMs === undefined || observedMs <= maxMs) &&
    (model === undefined || models.some((one) => matchesModel(model, one))) &&
    (flags === undefined ||
      flags.some((flag) => (flag === "stalled" ? isStalled : deployment.flags.includes(flag)))) &&
    (failedPhases === undefined || failedPhases.some((phase) => hasFailedIn(deployment, phase))) &&
    (text === undefined || searchText(deployment).includes(text.toLowerCase()))
  );
}

/** True if a phase failed permanently, or was running when its deployment failed or timed out. */
function hasFailedIn({ outcome, phases }: Deployment, phase: Phase): boolean {
  if (outcome !== "failure" && outcome !== "timed_out") return false;
  return phases.some(
    (run) => run.phase === phase && (run.outcome === "failure" || run.outcome === "interrupted"),
  );
}

function searchText({ id, serviceId, models, failure }: Deployment): string {
  const names = models.map(({ name, version }) => `${name} ${version}`);
  return [id, serviceId, ...names, failure?.cause ?? "", failure?.message ?? ""].join("\n").toLowerCase();
}
