import type { ClassifiedEvent } from "../classify/timeline.ts";
import type { DeploymentFlag, Failure, PhaseRun } from "../vocabulary/deployment.ts";
import { type Phase, phaseIndex } from "../vocabulary/phase.ts";
import type { FailureCause } from "../vocabulary/signal.ts";
import type { Closing } from "./closing.ts";
import type { Unrecovered, UnsharedRun } from "./phase-run.ts";

/**
 * The reason why a deployment failed, in the platform's words; `null` if it did not fail.
 *
 * The cause is the one named by the text that ended it, else by the last retry or failure of a phase that had not
 * recovered (contract 3, rule 6).
 */
export function failureOf(
  closing: Closing | null,
  rollback: ClassifiedEvent | undefined,
  unrecovered: readonly Unrecovered[],
): Failure | null {
  const failed = closing === null ? rollback !== undefined : isFailed(closing);
  if (!failed) return null;
  const terminal = closing?.closedBy ?? rollback ?? null;
  const setback = latestNamed(unrecovered);
  const said = terminal ?? setback;
  const named = terminal !== null && namesCause(terminal) ? terminal : setback;
  return {
    cause: named?.classification.cause ?? "unknown",
    message: said?.event.message ?? closing?.status ?? "",
    occurredAtMs: said?.event.occurredAtMs ?? closing?.atMs ?? 0,
  };
}

/**
 * The phase run whose failure ended a deployment; `null` if it did not fail or this is unknown.
 *
 * Among the phases that had not recovered: those that the cause is about, if any; then the one with the latest
 * setback, then the one that began last.
 */
export function decisiveRun(
  closing: Closing | null,
  failure: Failure | null,
  unrecovered: readonly Unrecovered[],
): UnsharedRun | null {
  if (closing === null || failure === null) return null;
  const phase = PHASE_OF_CAUSE[failure.cause];
  let decisive: Unrecovered | null = null;
  for (const one of unrecovered) {
    if (one.setback === null && one.run.phase !== phase) continue;
    if (decisive === null || compareDecisive(one, decisive, phase) > 0) decisive = one;
  }
  return decisive?.run ?? null;
}

/** The phase that a cause is about, if it is exactly one. */
const PHASE_OF_CAUSE: Readonly<Record<FailureCause, Phase | null>> = {
  insufficient_resources: "schedule_resource",
  disk_pressure: null,
  image_build: "build_image",
  image_pull: "pull_image",
  model_start: "start_model",
  timeout: null,
  quota: null,
  licence: null,
  credential: null,
  storage: null,
  rollback_failed: null,
  unknown: null,
};

function compareDecisive(a: Unrecovered, b: Unrecovered, phase: Phase | null): number {
  return (
    Number(a.run.phase === phase) - Number(b.run.phase === phase) ||
    compareTimes(a.setback?.event.occurredAtMs ?? null, b.setback?.event.occurredAtMs ?? null) ||
    compareTimes(a.run.startedAtMs, b.run.startedAtMs)
  );
}

/** A missing time sorts first. */
function compareTimes(a: number | null, b: number | null): number {
  return a === b ? 0 : (a ?? Number.NEGATIVE_INFINITY) - (b ?? Number.NEGATIVE_INFINITY);
}

/** The last setback that names a cause; of several at the same time, that of the later phase. */
function latestNamed(unrecovered: readonly Unrecovered[]): ClassifiedEvent | null {
  let latest: ClassifiedEvent | null = null;
  for (const { setback } of unrecovered) {
    if (setback === null || !namesCause(setback)) continue;
    if (latest === null || compareSetbacks(setback, latest) > 0) latest = setback;
  }
  return latest;
}

function compareSetbacks(a: ClassifiedEvent, b: ClassifiedEvent): number {
  return a.event.occurredAtMs - b.event.occurredAtMs || phaseRank(a) - phaseRank(b);
}

function phaseRank({ classification }: ClassifiedEvent): number {
  return classification.phase === null ? -1 : phaseIndex(classification.phase);
}

/** A deployment's flags, in the order of `DEPLOYMENT_FLAGS`. */
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
  const said = closing?.closedBy?.classification;
  if (said?.operation === "rollback" && said.signal === "success") return true;
  return undoing && closing?.status?.toLowerCase() === "running";
}

function namesCause({ classification }: ClassifiedEvent): boolean {
  return classification.cause !== null && classification.cause !== "unknown";
}
