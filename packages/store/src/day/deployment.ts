import { timelineOf } from "@deploy-lens/core/classify/timeline";
import type { DerivedDeployment, deriveDeployments } from "@deploy-lens/core/derive";
import { beginsBesideEnd } from "@deploy-lens/core/derive/ties";
import { UPDATE_DISTANCE_MS } from "@deploy-lens/core/derive/update";
import { dayOf } from "../table/keys.ts";
import type { ServiceFacts } from "./facts.ts";

/** A deployment in the store: the derived deployment, and the update that it carried out, if known. */
export type ServiceDeployment = Pick<DerivedDeployment, "deployment" | "configuration">;

/**
 * Turns facts into deployments: the rules of core, or others in a test. Pure. A deployment depends only on: the facts
 * from its start to the start of the next one, that millisecond included; updates up to {@link UPDATE_LEAD_MS} before
 * or after; and, if it begins beside the end of something, whether the deployment before it was open ({@link
 * settledStarts}). More facts never remove a deployment.
 *
 * So the store need not read a service's whole history to add one event: it derives from the start of a deployment.
 */
export type Derive = typeof deriveDeployments;

/** An update may be stamped up to this long before or after the deployment that it causes, ms. */
export const UPDATE_LEAD_MS = UPDATE_DISTANCE_MS;

/**
 * Identifies the facts that a deployment was derived from: when the next one begins (epoch ms, `null` for the last),
 * and the number of facts up to that millisecond, inclusive. A deployment that begins beside an end depends on what
 * was open before; its facts count from the third value, the start at which that is settled ({@link settledStarts}).
 *
 * As facts are only added, evidence never returns to a former value: either the next begin moves nearer, or the
 * number of facts before it grows; while the third value stays, so do the facts that are counted. The deployment
 * itself might return to a former state: late events may give it a failure, and then a begin before that failure. So
 * the evidence is what stops a worker with older facts from passing off its result as new.
 */
export type Evidence =
  | readonly [nextStartedAtMs: number | null, facts: number]
  | readonly [nextStartedAtMs: number | null, facts: number, fromMs: number];

/** A deployment with the evidence that is stored beside it. */
export interface StoredDeployment extends ServiceDeployment {
  readonly evidence: Evidence;
}

/** Adds its evidence to each derived deployment. */
export function withEvidence(
  derived: readonly ServiceDeployment[],
  facts: ServiceFacts,
): readonly StoredDeployment[] {
  const starts = [...new Set(derived.map((one) => one.deployment.startedAtMs))].sort((a, b) => a - b);
  const settledMs = settledStarts(starts, facts);
  const count = factCounter(facts);
  return derived.map(({ deployment, configuration }) => {
    const { startedAtMs } = deployment;
    const nextMs = starts[firstAfter(starts, startedAtMs)] ?? null;
    const fromMs = settledMs.get(startedAtMs) ?? startedAtMs;
    const counted = count(fromMs, nextMs);
    const evidence: Evidence = fromMs === startedAtMs ? [nextMs, counted] : [nextMs, counted, fromMs];
    return { deployment, configuration, evidence };
  });
}

/**
 * For each start, the last one up to it that is not beside an end, or else the first of all: what was open before
 * that start does not affect any later deployment.
 *
 * @param starts in order
 */
function settledStarts(starts: readonly number[], facts: ServiceFacts): ReadonlyMap<number, number> {
  const settledMs = new Map<number, number>();
  let fromMs: number | null = null;
  for (const startMs of starts) {
    if (fromMs === null || !isBesideEnd(facts, startMs)) fromMs = startMs;
    settledMs.set(startMs, fromMs);
  }
  return settledMs;
}

/**
 * True if a deployment that starts at a time does so beside the end of something, so that it depends on the previous
 * one.
 */
export function isBesideEnd({ events }: Pick<ServiceFacts, "events">, startedAtMs: number): boolean {
  const from = placeAfter(events.length, (at) => events[at]?.occurredAtMs ?? 0, startedAtMs - 1);
  let to = from;
  while (events[to]?.occurredAtMs === startedAtMs) to++;
  return to - from > 1 && beginsBesideEnd(timelineOf(events.slice(from, to)));
}

/** The earlier days that deployments of some days depend on: from the first, up to but not including the second. */
export function daysBefore(
  derived: readonly StoredDeployment[],
): readonly { readonly fromDay: string; readonly beforeDay: string }[] {
  return derived.flatMap(({ deployment, evidence: [, , fromMs = deployment.startedAtMs] }) => {
    const [fromDay, beforeDay] = [dayOf(fromMs), dayOf(deployment.startedAtMs)];
    return fromDay < beforeDay ? [{ fromDay, beforeDay }] : [];
  });
}

/** Counts facts in a range of time. An update with a result counts twice, because the result is news. */
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

/** Index of the first time after another one in a sorted list. */
function firstAfter(sorted: readonly number[], atMs: number): number {
  return placeAfter(sorted.length, (at) => sorted[at] ?? 0, atMs);
}

function placeAfter(length: number, timeAt: (at: number) => number, atMs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(middle) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
