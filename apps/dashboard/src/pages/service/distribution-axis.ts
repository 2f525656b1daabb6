import type { DurationGroup } from "@deploy-lens/api/statistics/deploy-durations";
import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import type { LogAxis } from "../../charts/duration-ticks.ts";
import { type Bin, binsOf, binsPerDoubling } from "../../charts/histogram-bins.ts";
import type { Measured } from "../../phases/phase-name.tsx";

/** One line of the distribution: a phase, its figures and bins. */
export interface Spread {
  readonly phase: Measured;
  readonly group: DurationGroup;
  readonly bins: readonly Bin[];
}

const ORDER: readonly Measured[] = ["total", ...PHASES, "gap"];

/** Groups in reading order: total, phases, gaps. */
export function spreadsOf(groups: readonly DurationGroup[]): Spread[] {
  return ORDER.flatMap((phase) => {
    const group = groups.find(({ key, n }) => key.phase === phase && n > 0);
    if (group?.histogram === undefined) return [];
    return [{ phase, group, bins: binsOf(group.histogram, binsPerDoubling(group.n)) }];
  });
}

/** A shared axis, so that lines can be compared by eye. */
export function axisOf(spreads: readonly Spread[]): LogAxis {
  const bins = spreads.flatMap((spread) => spread.bins);
  const minMs = Math.min(...bins.map(({ aboveMs }) => aboveMs));
  const maxMs = Math.max(...bins.map(({ upToMs }) => upToMs));
  return { minMs: Math.max(0.5, minMs / 1.3), maxMs: maxMs * 1.3 };
}
