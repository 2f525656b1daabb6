import { describe, expect, it } from "vitest";
import type { DeploymentDurations } from "../durations/index.ts";
import { durationsOf } from "../testing/durations.ts";
import { mergeRollups, type Rollup, rollupOf } from "./index.ts";
import { subtractRollup } from "./subtract.ts";

const pull = { phase: "pull_image", startedAfterMs: 0, wallMs: 900, criticalMs: 900 } as const;
const unmeasured = (reason: "failed" | "skew", id: string): DeploymentDurations =>
  durationsOf({ id, models: [], totalMs: 900, phases: [{ ...pull, unmeasured: reason }] });
const failed = unmeasured("failed", "failed");
const skewed = unmeasured("skew", "skewed");
const measured = durationsOf({ models: [], walls: { pull_image: 700 } });

/** A rollup with another number of deployments, or without series. */
function altered(
  { counts, series }: Rollup,
  change: { deployments?: number; series?: Rollup["series"] },
): Rollup {
  const { deployments } = change;
  return {
    counts:
      deployments === undefined
        ? counts
        : new Map([...counts].map(([key, count]) => [key, { ...count, deployments }])),
    series: change.series ?? series,
  };
}

describe("subtractRollup", () => {
  it("leaves the rollup of the others, without what has become empty", () => {
    const all = rollupOf([failed, skewed, measured]);
    expect(subtractRollup(all, rollupOf([failed]))).toEqual(rollupOf([skewed, measured]));
    expect(subtractRollup(all, rollupOf([measured]))).toEqual(rollupOf([failed, skewed]));
    expect(subtractRollup(all, rollupOf([failed, skewed]))).toEqual(rollupOf([measured]));
    expect(subtractRollup(mergeRollups([all, all]), all)).toEqual(all);
    expect(subtractRollup(all, all)).toEqual(rollupOf([]));
  });

  it("does not know the rest of a critical path that it does not know", () => {
    const known = rollupOf([measured]);
    const unknown = altered(known, {
      series: new Map([...known.series].map(([key, one]) => [key, { ...one, criticalMs: null }])),
    });
    const pathsOf = ({ series }: Rollup) => [...series.values()].map(({ criticalMs }) => criticalMs);
    const twice = mergeRollups([known, known]);
    expect(pathsOf(subtractRollup(twice, unknown))).toEqual([null, null, null]);
    expect(pathsOf(subtractRollup(mergeRollups([known, unknown]), known))).toEqual([null, null, null]);
    expect(pathsOf(subtractRollup(twice, known))).toEqual([700, 0, 700]);
  });

  it.each([
    {
      what: "more deployments",
      sum: rollupOf([measured]),
      part: altered(rollupOf([measured]), { deployments: 2 }),
      reason: "The part counts more than the sum: success||all",
    },
    {
      what: "deployments of another outcome",
      sum: rollupOf([measured]),
      part: rollupOf([{ ...measured, outcome: "cancelled" }]),
      reason: "The part counts more than the sum: cancelled||all",
    },
    {
      what: "another series",
      sum: altered(rollupOf([measured]), { series: new Map() }),
      part: rollupOf([measured]),
      reason: "The part has a series that the sum has not: success|pull_image|",
    },
    {
      what: "another reason",
      sum: rollupOf([failed]),
      part: rollupOf([skewed]),
      reason: "The part excludes more times than the sum: skew",
    },
  ])("refuses a part with $what", ({ sum, part, reason }) => {
    expect(() => subtractRollup(sum, part)).toThrow(new RangeError(reason));
  });
});
