import { type ServiceDeployment, UPDATE_LEAD_MS } from "./service-deployment.ts";
import type { ServiceFacts } from "./service-facts.ts";

/**
 * What a deployment was derived from: when the next one begins (epoch ms, `null` for the last), and how many facts stand
 * up to that, its millisecond included.
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
  const count = factCounter(facts);
  return derived.map(({ deployment, configuration }) => {
    const { startedAtMs } = deployment;
    const nextMs = starts[firstAfter(starts, startedAtMs)] ?? null;
    return { deployment, configuration, evidence: [nextMs, count(startedAtMs, nextMs)] };
  });
}

/** Counts facts from one time on, up to another one. An update that says how it ended counts twice: it is news. */
function factCounter(facts: ServiceFacts): (fromMs: number, toMs: number | null) => number {
  const ended = facts.updates.filter(({ result }) => result !== "running");
  const counted = [
    { leadMs: 0, times: facts.events.map((event) => event.occurredAtMs) },
    { leadMs: 0, times: facts.statuses.map((status) => status.transitionAtMs) },
    { leadMs: UPDATE_LEAD_MS, times: facts.updates.map((update) => update.updatedAtMs) },
    { leadMs: UPDATE_LEAD_MS, times: ended.map((update) => update.updatedAtMs) },
  ];
  return (fromMs, toMs) =>
    counted.reduce((sum, { times, leadMs }) => {
      const end = toMs === null ? times.length : firstAfter(times, toMs + leadMs);
      return sum + end - firstAfter(times, fromMs - leadMs - 1);
    }, 0);
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
