import { modelKey } from "@deploy-lens/core/rollup";
import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import { type DeploymentFilter, type FilterCriterion, failedCriteria } from "./filter.ts";
import type { DeploymentTraits } from "./traits.ts";

/** Number of deployments with a value, by value, the most frequent first. */
export type FacetCounts<Value> = { readonly value: Value; readonly n: number }[];

/** Durations within a doubling, ms. */
export interface DurationRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Counts of the deployments that a further choice in a filter would find. */
export interface Facets {
  /** Deployments that match the whole filter. */
  readonly matching: number;
  readonly service: FacetCounts<string>;
  readonly outcome: FacetCounts<DeploymentTraits["outcome"]>;
  readonly cause: FacetCounts<NonNullable<DeploymentTraits["cause"]>>;
  readonly phase: FacetCounts<DeploymentTraits["failedPhases"][number]>;
  readonly model: FacetCounts<ModelVersion>;
  readonly kind: FacetCounts<DeploymentTraits["kind"]>;
  readonly flag: FacetCounts<DeploymentTraits["flags"][number]>;
  /** The shortest first. */
  readonly duration: FacetCounts<DurationRange>;
}

/**
 * Counts the values of each facet among the deployments that match all of a filter but the facet's own part: choosing one
 * outcome does not hide how many there are of the others.
 */
export function facetsOf(deployments: Iterable<DeploymentTraits>, filter: DeploymentFilter): Facets {
  const matching: DeploymentTraits[] = [];
  const failingOnly = new Map<FilterCriterion, DeploymentTraits[]>();
  for (const deployment of deployments) {
    const [failed, another] = failedCriteria(filter, deployment);
    if (failed === undefined) matching.push(deployment);
    else if (another === undefined) push(failingOnly, failed, deployment);
  }
  const among = (facet: FilterCriterion) => [...matching, ...(failingOnly.get(facet) ?? [])];
  return {
    matching: matching.length,
    service: countValues(among("service"), ({ serviceId }) => [serviceId]),
    outcome: countValues(among("outcome"), ({ outcome }) => [outcome]),
    cause: countValues(among("cause"), ({ cause }) => (cause === null ? [] : [cause])),
    phase: countValues(among("phase"), ({ failedPhases }) => failedPhases),
    model: countValues(among("model"), ({ models }) => models, modelKey),
    kind: countValues(among("kind"), ({ kind }) => [kind]),
    flag: countValues(among("flag"), ({ flags }) => flags),
    duration: countValues(
      among("duration"),
      ({ observedMs }) => [rangeOf(observedMs)],
      ({ fromMs }) => String(fromMs),
    ).toSorted((a, b) => a.value.fromMs - b.value.fromMs),
  };
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The doubling of a duration: 0 to 1 s, 1 to 2 s, 2 to 4 s, … */
function rangeOf(ms: number): DurationRange {
  const doublings = Math.floor(Math.log2(Math.max(ms, 1) / 1_000));
  return doublings < 0
    ? { fromMs: 0, toMs: 1_000 }
    : { fromMs: 1_000 * 2 ** doublings, toMs: 1_000 * 2 ** (doublings + 1) };
}

function countValues<Value>(
  deployments: readonly DeploymentTraits[],
  valuesOf: (deployment: DeploymentTraits) => readonly Value[],
  keyOf: (value: Value) => string = String,
): FacetCounts<Value> {
  const counts = new Map<string, { readonly value: Value; n: number }>();
  for (const value of deployments.flatMap(valuesOf)) {
    const key = keyOf(value);
    const count = counts.get(key) ?? { value, n: 0 };
    counts.set(key, count);
    count.n += 1;
  }
  return [...counts]
    .sort(([key, a], [otherKey, b]) => b.n - a.n || (key < otherKey ? -1 : 1))
    .map(([, count]) => count);
}
