import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import type { ServiceStatus } from "@deploy-lens/core/vocabulary/status";
import type { PlannedAttempt } from "./plan.ts";

/** A change of a service's status. */
export interface StatusTransition {
  readonly atMs: number;
  readonly status: ServiceStatus;
  /** While `deploying`: when it will be ready, for `progress`. */
  readonly expectedEndMs?: number;
  /** When `failed`: the content of `error_msg`. */
  readonly errorMessage?: string;
}

/** One model of a service's configuration. Weights of a configuration sum to 100. */
export interface DeployedModel {
  readonly model: ModelVersion;
  readonly weight: number;
}

/** A service's configuration from an instant on. */
export interface SimulatedConfiguration {
  readonly sinceMs: number;
  readonly models: readonly DeployedModel[];
}

/** One entry of a service's update logs. */
export interface ServiceUpdate {
  readonly updatedAtMs: number;
  /** `null` while it runs. */
  readonly endedAtMs: number | null;
  readonly succeeded: boolean;
  readonly models: readonly DeployedModel[];
}

/**
 * A service in the simulator. Every answer is as of an instant; what lies after it has not happened yet.
 *
 * Lists are oldest first.
 */
export interface SimulatedService {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
  /** True if its events are never cleared (only the documented sample, which is from 2019). */
  readonly keepsEvents: boolean;
  /** When it was created; before that it does not exist. */
  readonly createdAtMs: number;
  events(nowMs: number): readonly ServiceEvent[];
  transition(nowMs: number): StatusTransition;
  configuration(nowMs: number): SimulatedConfiguration;
  updates(nowMs: number): readonly ServiceUpdate[];
  /** The ground truth: attempts that have begun. Empty if events were given, not planned. */
  attempts(nowMs: number): readonly PlannedAttempt[];
}

/**
 * The items of a list, sorted by time, that have happened by an instant.
 *
 * @example happenedBy([1, 2, 3], 2, (n) => n); // [1, 2]
 */
export function happenedBy<T>(
  sorted: readonly T[],
  nowMs: number,
  timeOf: (item: T) => number,
): readonly T[] {
  return sorted.slice(0, countBy(sorted, nowMs, timeOf));
}

/** The last item of a list, sorted by time, that has happened by an instant. */
export function latestBy<T>(sorted: readonly T[], nowMs: number, timeOf: (item: T) => number): T | undefined {
  return sorted[countBy(sorted, nowMs, timeOf) - 1];
}

function countBy<T>(sorted: readonly T[], nowMs: number, timeOf: (item: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && timeOf(item) <= nowMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
