import type { DerivedDeployment } from "../derive/index.ts";
import { quantileOfSorted } from "../histogram/nearest-rank.ts";
import { sumUnlessUnknown } from "../rollup/index.ts";
import type { Outcome } from "../vocabulary/deployment.ts";
import type { FailureCause } from "../vocabulary/signal.ts";

/** The input of delivery figures from one deployment. */
export interface DeliveryAttempt {
  readonly serviceId: string;
  readonly startedAtMs: number;
  /** `null` while open. */
  readonly endedAtMs: number | null;
  readonly outcome: Outcome | null;
  readonly failureCause: FailureCause | null;
  /** Start to end; `null` while open. */
  readonly totalMs: number | null;
  /** Time of the phases that needed more than one attempt, first begin to final end, summed over the phases. */
  readonly retriedMs: number;
  /** Instances of all its models; `null` where its configuration, or a count in it, is not known. */
  readonly instances: number | null;
}

/** Reduces a deployment, and the configuration that it carried out, to what delivery figures need. */
export function deliveryAttempt({
  deployment,
  configuration,
}: Pick<DerivedDeployment, "deployment" | "configuration">): DeliveryAttempt {
  const { serviceId, startedAtMs, endedAtMs, outcome, failure, totalMs, summary } = deployment;
  const retried = summary.filter(({ attempts, wallMs }) => attempts > 1 && wallMs !== null);
  return {
    serviceId,
    startedAtMs,
    endedAtMs,
    outcome,
    failureCause: failure?.cause ?? null,
    totalMs,
    retriedMs: retried.reduce((sum, { wallMs }) => sum + (wallMs ?? 0), 0),
    instances: sumUnlessUnknown(configuration?.models.map((model) => model.instanceCount) ?? [null]),
  };
}

/** Recovery times of services after failures. */
export interface Recovery {
  /** Number of failures that were followed by a success; further failures in between count with the first. */
  readonly n: number;
  /** From the end of the first failed attempt to the end of the next one of the service that succeeded; nearest rank. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
  /** Services whose last attempt that ended in success, failure or time-out did not succeed. */
  readonly stillBroken: readonly BrokenService[];
}

/** A service that does not work yet. */
export interface BrokenService {
  readonly serviceId: string;
  /** When the first of its failed attempts ended, epoch ms. */
  readonly sinceMs: number;
}

/** Time that went into attempts which did not succeed, by why they failed. */
export interface LostTime {
  readonly cause: FailureCause;
  readonly attempts: number;
  /** Start to end, summed. */
  readonly totalMs: number;
  /** Number of these attempts whose instances are known. */
  readonly configured: number;
  /** Start to end times instances, summed over these. */
  readonly instanceMs: number;
}

/**
 * Follows each service from a failure to its next success. A cancelled, superseded or open attempt neither breaks a service nor
 * mends it.
 *
 * @param attempts in any order; those of a service that matter are its failures, and its first success after each
 * @example
 * recoveryOf([failedAt(10), failedAt(20), succeededAt(60)]); // { n: 1, medianMs: 50, p90Ms: 50, stillBroken: [] }
 */
export function recoveryOf(attempts: Iterable<DeliveryAttempt>): Recovery {
  const durationsMs: number[] = [];
  const stillBroken: BrokenService[] = [];
  for (const [serviceId, ofService] of Map.groupBy(attempts, (attempt) => attempt.serviceId)) {
    let sinceMs: number | null = null;
    for (const { outcome, endedAtMs } of ofService.sort((a, b) => a.startedAtMs - b.startedAtMs)) {
      if (endedAtMs === null) continue;
      if (isFailure(outcome)) sinceMs ??= endedAtMs;
      if (outcome !== "success" || sinceMs === null) continue;
      durationsMs.push(Math.max(0, endedAtMs - sinceMs));
      sinceMs = null;
    }
    if (sinceMs !== null) stillBroken.push({ serviceId, sinceMs });
  }
  durationsMs.sort((a, b) => a - b);
  return {
    n: durationsMs.length,
    medianMs: quantileOfSorted(durationsMs, 0.5),
    p90Ms: quantileOfSorted(durationsMs, 0.9),
    stillBroken: stillBroken.sort((a, b) => a.sinceMs - b.sinceMs),
  };
}

/** Sums up the time of attempts that failed or timed out, by cause, the most first. */
export function lostTimeOf(attempts: Iterable<DeliveryAttempt>): readonly LostTime[] {
  const failed = [...attempts].filter(({ outcome }) => isFailure(outcome));
  return [...Map.groupBy(failed, ({ failureCause }) => failureCause ?? "unknown")]
    .map(([cause, list]) => ({
      cause,
      attempts: list.length,
      totalMs: list.reduce((sum, { totalMs }) => sum + (totalMs ?? 0), 0),
      configured: list.filter(({ instances }) => instances !== null).length,
      instanceMs: list.reduce((sum, { totalMs, instances }) => sum + (totalMs ?? 0) * (instances ?? 0), 0),
    }))
    .sort((a, b) => b.totalMs - a.totalMs || (a.cause < b.cause ? -1 : 1));
}

/** Retries of attempts that succeeded in the end. */
export interface RetriedTime {
  readonly deployments: number;
  /** The whole time of the phases that were retried, the attempt that succeeded included. */
  readonly phasesMs: number;
}

/** Sums up what retried phases took in attempts that succeeded. */
export function retriedTimeOf(attempts: Iterable<DeliveryAttempt>): RetriedTime {
  const retried = [...attempts].filter(({ outcome, retriedMs }) => outcome === "success" && retriedMs > 0);
  return {
    deployments: retried.length,
    phasesMs: retried.reduce((sum, { retriedMs }) => sum + retriedMs, 0),
  };
}

function isFailure(outcome: Outcome | null): boolean {
  return outcome === "failure" || outcome === "timed_out";
}
