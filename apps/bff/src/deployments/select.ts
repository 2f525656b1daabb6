import type { DeploymentsRequest } from "@deploy-lens/api/deployments/deployments-query";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { matchesModel } from "@deploy-lens/core/vocabulary/matches-model";
import type { Position } from "../paging/position.ts";

export type DeploymentsSelection = Omit<DeploymentsRequest, "limit" | "cursor">;

/** Everything a cursor must agree with. */
export function deploymentSelectionKey(
  serviceId: string,
  selection: DeploymentsSelection,
): readonly unknown[] {
  const { from, to, outcome, model } = selection;
  return ["deployments", serviceId, from, to, outcome?.toSorted(), model];
}

export function isDeploymentSelected(
  deployment: Pick<Deployment, "startedAtMs" | "outcome" | "models">,
  { from, to, outcome, model }: DeploymentsSelection,
): boolean {
  if (from !== undefined && deployment.startedAtMs < from) return false;
  if (to !== undefined && deployment.startedAtMs >= to) return false;
  if (outcome !== undefined && !outcome.includes(deployment.outcome ?? "open")) return false;
  return model === undefined || deployment.models.some((name) => matchesModel(model, name));
}

export function deploymentPosition({ startedAtMs, id }: Pick<Deployment, "startedAtMs" | "id">): Position {
  return { key: startedAtMs, id };
}
