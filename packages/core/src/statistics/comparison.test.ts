import { describe, expect, it } from "vitest";
import { histogramOf } from "../histogram/index.ts";
import { dayRollupsOf } from "../testing/day-rollups.ts";
import { durationsOf } from "../testing/durations.ts";
import { seededRandom } from "../testing/random.ts";
import type { Phase } from "../vocabulary/phase.ts";
import { compareStatistics, correctedRankSums } from "./comparison.ts";
import { durationStatistics } from "./index.ts";
import type { StatisticsQuery } from "./query.ts";

const DAY = Date.UTC(2026, 9, 1);

function deployments(wallsMs: readonly number[], phase: Phase = "pull_image") {
  return wallsMs.map((ms, i) =>
    durationsOf({ id: `${phase}${i}`, startedAtMs: DAY + i, walls: { [phase]: ms } }),
  );
}

function statistics(wallsMs: readonly number[], query: StatisticsQuery = {}, phase?: Phase) {
  return durationStatistics(query, { durations: deployments(wallsMs, phase) }, DAY);
}

const slow = Array.from({ length: 10 }, (_, i) => 1_500 + i);
const fast = Array.from({ length: 40 }, (_, i) => 1_000 + i);

describe("compareStatistics", () => {
  it("says how far each figure moved, and whether that is more than chance", () => {
    const { groups, total } = compareStatistics(statistics(fast), statistics(slow));
    expect(groups.map(({ key }) => key.phase)).toEqual(["pull_image", "gap", "total"]);
    expect(groups[0]).toMatchObject({
      n: { before: 40, after: 10 },
      mean: { beforeMs: 1_019.5, afterMs: 1_504.5, differenceMs: 485 },
      rankSum: { significant: true },
    });
    expect(groups[0]?.quantiles["0.5"]).toEqual({
      beforeMs: 1_019,
      afterMs: 1_504,
      differenceMs: 485,
      ratio: 1_504 / 1_019,
    });
    expect(groups[0]?.rankSum?.z).toBeGreaterThan(3.29);
    expect(compareStatistics(statistics(slow), statistics(fast)).total.rankSum?.z).toBeLessThan(-3.29);
    expect(total.n).toEqual({ before: 40, after: 10 });
  });

  it("asks more of each test the more there are, and says so of the whole where that is one of them", () => {
    const a = Array.from({ length: 12 }, (_, i) => 1_000 + 40 * i);
    const b = Array.from({ length: 12 }, (_, i) => 1_220 + 40 * i);
    const pair = { before: histogramOf(a), after: histogramOf(b) };
    const [alone] = correctedRankSums([pair]);
    expect(alone).toMatchObject({ significant: true, correctedP: alone?.p });
    const seven = correctedRankSums([
      pair,
      ...Array.from({ length: 6 }, () => ({ ...pair, after: pair.before })),
    ]);
    expect(seven[0]).toMatchObject({ significant: false, correctedP: 7 * (alone?.p ?? 0) });
    const { groups, total } = compareStatistics(statistics(a), statistics(b));
    expect(total.rankSum).toEqual(groups.find(({ key }) => key.phase === "total")?.rankSum);
  });

  it.each([
    { groupBy: ["phase"] as const, tests: 3, because: "the total is one of the three groups" },
    { groupBy: ["phase", "model"] as const, tests: 4, because: "the total over all models is none of them" },
    { groupBy: ["model"] as const, tests: 2, because: "the total over all models is not the one group" },
    { groupBy: [], tests: 2, because: "the total is beside the one group" },
  ])("corrects for $tests tests by $groupBy: $because", ({ groupBy, tests }) => {
    const { groups, total } = compareStatistics(statistics(fast, { groupBy }), statistics(slow, { groupBy }));
    for (const { rankSum } of [groups[0] ?? expect.fail("no group"), total]) {
      expect(rankSum?.correctedP).toBeCloseTo(tests * (rankSum?.p ?? Number.NaN), 15);
    }
  });

  it("calls a change in one of seven measures in about one comparison in a hundred where there is none", () => {
    const random = seededRandom(11);
    const sample = (n: number) => histogramOf(Array.from({ length: n }, () => Math.round(60_000 * random())));
    const wrong = Array.from({ length: 2_000 }, () =>
      correctedRankSums(Array.from({ length: 7 }, () => ({ before: sample(40), after: sample(20) }))),
    ).filter((tests) => tests.some((test) => test?.significant));
    expect(wrong.length).toBeLessThan(30);
    expect(wrong.length).toBeGreaterThan(8);
  });

  it("says the same of rollups", () => {
    const rollups = (wallsMs: readonly number[]) =>
      durationStatistics({}, { rollups: dayRollupsOf(deployments(wallsMs)) }, DAY);
    expect(compareStatistics(rollups(fast), rollups(slow)).groups[0]?.rankSum).toEqual(
      compareStatistics(statistics(fast), statistics(slow)).groups[0]?.rankSum,
    );
  });

  it("has no ratio to nothing, and no difference from what is not there", () => {
    const none = { beforeMs: null, differenceMs: null, ratio: null };
    const phases = ["pull_image", "build_image"] as const;
    const both = compareStatistics(
      statistics([0], { phases }, "build_image"),
      statistics([7], { phases }, "pull_image"),
    );
    expect(both.groups).toMatchObject([
      {
        key: { phase: "pull_image" },
        n: { before: 0, after: 1 },
        mean: { ...none, afterMs: 7 },
        rankSum: null,
      },
      {
        key: { phase: "build_image" },
        n: { before: 1, after: 0 },
        mean: { ...none, beforeMs: 0, afterMs: null },
      },
    ]);
    const fromZero = compareStatistics(statistics([0]), statistics([7])).total.mean;
    expect(fromZero).toEqual({ beforeMs: 0, afterMs: 7, differenceMs: 7, ratio: null });
  });

  it("refuses to compare by day", () => {
    const daily = statistics([7], { groupBy: ["day"] });
    expect(() => compareStatistics(daily, daily)).toThrow("Leave `day` out of groupBy");
  });
});
