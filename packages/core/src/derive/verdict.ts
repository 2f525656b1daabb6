import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { DeploymentFlag, Failure, PhaseRun } from "../vocabulary/deployment.ts";
import type { Closing } from "./closing.ts";

/**
 * Why a deployment failed, in the platform's words; `null` when it did not.
 *
 * The text that closed it speaks first. Where that names no cause, the last text inside that does is the cause.
 */
export function failureOf(
  events: readonly ClassifiedEvent[],
  closing: Closing | null,
  rollback: ClassifiedEvent | undefined,
): Failure | null {
  const failed = closing === null ? rollback !== undefined : isFailed(closing);
  if (!failed) return null;
  const hint = events.findLast(namesCause);
  const said = closing?.closedBy ?? rollback ?? hint;
  const cause =
    (said !== undefined && namesCause(said) ? said : hint)?.is.cause ?? said?.is.cause ?? "unknown";
  return {
    cause,
    message: said?.event.message ?? closing?.status ?? "",
    occurredAtMs: said?.event.occurredAtMs ?? closing?.atMs ?? 0,
  };
}

/** What to know of a deployment beside its outcome, in the order of `DEPLOYMENT_FLAGS`. */
export function flagsOf(
  closing: Closing | null,
  rollback: ClassifiedEvent | undefined,
  runs: readonly PhaseRun[],
  unclassified: number,
): DeploymentFlag[] {
  const flags: DeploymentFlag[] = [];
  const undoing = rollback !== undefined;
  let recovered = false;
  let skew = false;
  for (const run of runs) {
    recovered ||= run.outcome === "recovered";
    skew ||= run.flags.includes("skew");
  }
  if (undoing && closing === null) flags.push("rolling_back");
  if (isUndone(closing, undoing)) flags.push("rolled_back");
  if (recovered) flags.push("recovered");
  if (skew) flags.push("skew");
  if (unclassified > 0) flags.push("unclassified");
  return flags;
}

function isFailed(closing: Closing): boolean {
  return closing.outcome === "failure" || closing.outcome === "timed_out";
}

function isUndone(closing: Closing | null, undoing: boolean): boolean {
  const said = closing?.closedBy?.is;
  if (said?.operation === "rollback" && said.signal === "success") return true;
  return undoing && closing?.status?.toLowerCase() === "running";
}

function namesCause({ is }: ClassifiedEvent): boolean {
  return is.cause !== null && is.cause !== "unknown";
}
