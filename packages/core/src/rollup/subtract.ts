import type { UnmeasuredReason } from "../durations/index.ts";
import { subtractHistogram } from "../histogram/subtract.ts";
import type { DeploymentCount, Rollup, RollupSeries } from "./index.ts";

/**
 * Takes a rollup out of a sum that contains it: the result is the sum of all others, without empty entries.
 *
 * @throws RangeError when the sum does not contain it.
 * @example
 * subtractRollup(mergeRollups([a, b]), b); // deeply equals a
 */
export function subtractRollup(sum: Rollup, part: Rollup): Rollup {
  const counts = new Map<string, DeploymentCount>(sum.counts);
  for (const [key, count] of part.counts) {
    const deployments = (counts.get(key)?.deployments ?? 0) - count.deployments;
    if (deployments < 0) throw new RangeError(`The part counts more than the sum: ${key}`);
    if (deployments === 0) counts.delete(key);
    else counts.set(key, { ...count, deployments });
  }
  const series = new Map<string, RollupSeries>(sum.series);
  for (const [key, one] of part.series) {
    const whole = series.get(key);
    if (whole === undefined) throw new RangeError(`The part has a series that the sum has not: ${key}`);
    const rest = subtractSeries(whole, one);
    if (isEmpty(rest)) series.delete(key);
    else series.set(key, rest);
  }
  return { counts, series };
}

function subtractSeries(sum: RollupSeries, part: RollupSeries): RollupSeries {
  return {
    ...sum,
    histogram: subtractHistogram(sum.histogram, part.histogram),
    unmeasured: subtractCounts(sum.unmeasured, part.unmeasured),
    criticalMs: sum.criticalMs === null || part.criticalMs === null ? null : sum.criticalMs - part.criticalMs,
  };
}

type Counts = Readonly<Partial<Record<UnmeasuredReason, number>>>;

function subtractCounts(sum: Counts, part: Counts): Counts {
  const rest = new Map(Object.entries(sum));
  for (const [reason, count] of Object.entries(part)) {
    const left = (rest.get(reason) ?? 0) - count;
    if (left < 0) throw new RangeError(`The part excludes more times than the sum: ${reason}`);
    if (left === 0) rest.delete(reason);
    else rest.set(reason, left);
  }
  return Object.fromEntries(rest);
}

/** A series of deployments has a time or a reason for each; a model's own may have neither, and there are none here. */
function isEmpty({ histogram, unmeasured }: RollupSeries): boolean {
  return histogram.count === 0 && Object.keys(unmeasured).length === 0;
}
