import type { Deployment } from "@deploy-lens/api/deployments/deployment";

/** What is said of a deployment beside its outcome. A retry that helped once is no recovery of one that failed. */
export function shownFlags({ outcome, flags }: Pick<Deployment, "outcome" | "flags">): Deployment["flags"] {
  const failed = outcome === "failure" || outcome === "timed_out";
  return failed ? flags.filter((flag) => flag !== "recovered") : flags;
}
