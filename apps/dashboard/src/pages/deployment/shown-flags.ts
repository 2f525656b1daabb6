import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";

/** The flags shown beside the outcome. A failed deployment is not called recovered, even if a retry succeeded. */
export function shownFlags({
  outcome,
  flags,
}: Pick<DeploymentAnswer, "outcome" | "flags">): DeploymentAnswer["flags"] {
  const failed = outcome === "failure" || outcome === "timed_out";
  return failed ? flags.filter((flag) => flag !== "recovered") : flags;
}
