import type { Phase } from "../vocabulary/phase.ts";
import { criticalZ, MOST_AFTER } from "./critical-values.ts";
import type { Series } from "./series.ts";
import { MIN_OBSERVATIONS } from "./steps.ts";

/** The changes that a series could have shown. */
export interface Detectable {
  readonly phase: Phase | "total";
  readonly n: number;
  /** Fewer runs than a change can be told from chance with: nothing found says nothing. */
  readonly isTooFew: boolean;
  /**
   * The smallest ratio that four of five such histories would have shown, half of whose runs are at the new level; with too
   * few runs, what the fewest that are enough would show. `null` if the runs do not say how much they vary.
   */
  readonly smallestRatio: number | null;
}

/** The runs that the detector compares at once. */
const COMPARED = 200;

/** Four of five. */
const POWER_Z = 0.84;

/** Ranks need this many times the runs that means need of normal durations: π ÷ 3. */
const RANK_COST = Math.PI / 3;

/** Computes the smallest ratio that a series' runs could have shown, from how much they vary within their strata. */
export function detectableOf({ phase, observations }: Series): Detectable {
  const n = observations.length;
  const counted = Math.min(COMPARED, Math.max(n, MIN_OBSERVATIONS));
  const after = Math.min(MOST_AFTER, counted / 2);
  const sigma = deviationOf(observations);
  const needed =
    (criticalZ(counted) + POWER_Z) * Math.sqrt((RANK_COST * counted) / (after * (counted - after)));
  return {
    phase,
    n,
    isTooFew: n < MIN_OBSERVATIONS,
    smallestRatio: sigma === null ? null : Math.exp(sigma * needed),
  };
}

/** The standard deviation of the durations' logarithms within strata; `null` with fewer than five degrees of freedom. */
function deviationOf(observations: Series["observations"]): number | null {
  let squares = 0;
  let freedom = 0;
  for (const ofStratum of Map.groupBy(observations, ({ stratum }) => stratum).values()) {
    const logs = ofStratum.map(({ ms }) => Math.log(Math.max(1, ms)));
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    squares += logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
    freedom += logs.length - 1;
  }
  return freedom < 5 ? null : Math.sqrt(squares / freedom);
}
