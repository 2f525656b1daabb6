import { type ServiceDeployment, UPDATE_LEAD_MS } from "./service-deployment.ts";
import type { ServiceFacts } from "./service-facts.ts";

/**
 * What a deployment was derived from: when the next one begins (epoch ms, `null` for the last), and how many facts stand
 * before that.
 *
 * As facts grow, evidence never returns to a former value: either the next begin comes nearer, or the facts before it grow
 * in number. The deployment itself might return: late events may give it a failure, and then a begin before that failure.
 * So it is the evidence that keeps a worker with older facts from passing off its result as news.
 */
export type Evidence = readonly [nextStartedAtMs: number | null, facts: number];

/** A deployment as it is stored. */
export interface StoredDeployment extends ServiceDeployment {
  readonly evidence: Evidence;
}

/** Adds to each derived deployment what it was derived from. */
export function withEvidence(
  derived: readonly ServiceDeployment[],
  facts: ServiceFacts,
): readonly StoredDeployment[] {
  const starts = [...new Set(derived.map((one) => one.deployment.startedAtMs))].sort((a, b) => a - b);
  const counted = [
    { leadMs: 0, times: facts.events.map((event) => event.occurredAtMs) },
    { leadMs: 0, times: facts.statuses.map((status) => status.transitionAtMs) },
    { leadMs: UPDATE_LEAD_MS, times: facts.updates.map((update) => update.updatedAtMs) },
    // An update that says how it ended is one more fact than before.
    {
      leadMs: UPDATE_LEAD_MS,
      times: facts.updates.filter(({ result }) => result !== "running").map((update) => update.updatedAtMs),
    },
  ];
  return derived.map(({ deployment, configuration }) => {
    const { startedAtMs } = deployment;
    const nextMs = starts[firstAfter(starts, startedAtMs)] ?? null;
    const untilMs = nextMs ?? Number.POSITIVE_INFINITY;
    const count = counted.reduce(
      (sum, { times, leadMs }) =>
        sum + firstAfter(times, untilMs - 1) - firstAfter(times, startedAtMs - leadMs - 1),
      0,
    );
    return { deployment, configuration, evidence: [nextMs, count] };
  });
}

/** The place of the first time after another one in a sorted list. */
function firstAfter(sorted: readonly number[], atMs: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
