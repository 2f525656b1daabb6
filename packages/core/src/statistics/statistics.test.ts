import { describe, expect, it } from "vitest";
import { DAY_MS, deploymentDurations } from "../durations/index.ts";
import { downscale, histogramOf, MAX_DURATION_MS, worstRelativeError } from "../histogram/index.ts";
import { dayRollupsOf } from "../testing/day-rollups.ts";
import { durationsOf, type Outline } from "../testing/durations.ts";
import { SAMPLE_DEPLOYMENT } from "../testing/sample-deployment.ts";
import { countDeployments, durationStatistics } from "./index.ts";
import { isOverall, planStatistics, type StatisticsQuery } from "./query.ts";

const DAY = Date.UTC(2026, 9, 1);
const a = { name: "resnet", version: "1.0.0" };
const b = { name: "bert base", version: "1.0.0" };

function pulls(...wallsMs: readonly number[]) {
  return wallsMs.map((ms, i) =>
    durationsOf({ id: `p${i}`, startedAtMs: DAY + i, walls: { pull_image: ms } }),
  );
}

function keysOf(query: StatisticsQuery, outlines: readonly Outline[]) {
  return durationStatistics(query, { durations: outlines.map(durationsOf) }, DAY).groups.map(({ key, n }) => [
    key,
    n,
  ]);
}

describe("durationStatistics", () => {
  it("is exact for few deployments, by nearest rank", () => {
    const { groups, ...rest } = durationStatistics({}, { durations: pulls(30, 10, 20, 40) }, DAY);
    expect(groups.map(({ key }) => key.phase)).toEqual(["pull_image", "gap", "total"]);
    expect(groups[0]).toEqual({
      key: { phase: "pull_image" },
      n: 4,
      min: 10,
      mean: 25,
      max: 40,
      quantiles: { "0.5": 20, "0.9": 40, "0.99": 40 },
      lowN: { "0.5": true, "0.9": true, "0.99": true },
      histogram: histogramOf([10, 20, 30, 40]),
      excluded: {},
      criticalMs: 100,
    });
    expect(rest).toMatchObject({
      method: "exact",
      relativeError: 0,
      asOfMs: DAY,
      excluded: {},
      outcomes: { success: 4 },
    });
    expect(rest.total).toMatchObject({ n: 4, quantiles: { "0.5": 20 } });
  });

  it("groups by outcome, in the order of the vocabulary, those that are asked for", () => {
    const outlines: Outline[] = (["timed_out", "success", "failure", "success", null] as const).map(
      (outcome, i) => ({ id: `o${i}`, startedAtMs: DAY + i * DAY_MS, outcome }),
    );
    expect(keysOf({ groupBy: ["outcome"], outcomes: "any" }, outlines)).toEqual([
      [{ outcome: "success" }, 2],
      [{ outcome: "failure" }, 1],
      [{ outcome: "timed_out" }, 1],
    ]);
    expect(keysOf({ groupBy: ["day", "outcome"], outcomes: ["failure", "success"] }, outlines)).toEqual([
      [{ day: "2026-10-02", outcome: "success" }, 1],
      [{ day: "2026-10-03", outcome: "failure" }, 1],
      [{ day: "2026-10-04", outcome: "success" }, 1],
    ]);
  });

  it("does not know the critical path of a window with a day that was stored before it was counted", () => {
    const [day] = dayRollupsOf(pulls(30));
    if (day === undefined) expect.fail("no day");
    const series = new Map([...day.rollup.series].map(([key, one]) => [key, { ...one, criticalMs: null }]));
    const before = { ...day, day: "2026-09-30", rollup: { ...day.rollup, series } };
    expect(durationStatistics({}, { rollups: [day] }, DAY).total.criticalMs).toBe(30);
    const { groups, total } = durationStatistics({}, { rollups: [day, before] }, DAY);
    expect([...groups, total].map(({ criticalMs }) => criticalMs)).toEqual([null, null, null, null]);
  });

  it("counts the documented sample nowhere but among the open", () => {
    const sample = deploymentDurations(SAMPLE_DEPLOYMENT);
    for (const outcomes of [["success"] as const, "any" as const]) {
      for (const source of [{ durations: [sample] }, { rollups: dayRollupsOf([sample]) }]) {
        const statistics = durationStatistics({ outcomes }, source, DAY);
        expect(statistics).toMatchObject({ groups: [], excluded: { open: 1 }, outcomes: { open: 1 } });
        expect(statistics.total).toMatchObject({
          n: 0,
          min: null,
          mean: null,
          max: null,
          quantiles: { "0.5": null },
        });
      }
    }
  });

  it("is exact up to 200 deployments, and from histograms beyond", () => {
    const many = pulls(...Array.from({ length: 201 }, (_, i) => 1_000 + i));
    const exact = durationStatistics({}, { durations: many.slice(0, 200) }, DAY);
    expect(exact).toMatchObject({ method: "exact", relativeError: 0 });
    expect(exact.groups[0]).toMatchObject({ n: 200, quantiles: { "0.5": 1_099, "0.99": 1_197 }, max: 1_199 });
    const beyond = durationStatistics({}, { durations: many }, DAY);
    expect(beyond).toMatchObject({ method: "histogram", relativeError: 0.0109 });
    expect(Math.abs((beyond.groups[0]?.quantiles["0.5"] ?? 0) - 1_100)).toBeLessThanOrEqual(1_100 * 0.0109);
    expect(beyond.groups[0]?.mean).toBe(1_100);
  });

  it("says how each deployment left out ended, and why times of those counted may not count", () => {
    const unmeasured = {
      phase: "pull_image",
      startedAfterMs: 0,
      wallMs: 9,
      criticalMs: 9,
      unmeasured: "inferred_end",
    } as const;
    const durations = [
      durationsOf({ id: "1", models: [], totalMs: 9, phases: [unmeasured] }),
      durationsOf({ id: "2", outcome: "failure", failureCause: "quota" }),
      durationsOf({ id: "3", outcome: "failure", failureCause: "quota" }),
      durationsOf({ id: "4", outcome: "superseded" }),
      durationsOf({ id: "5", outcome: null, totalMs: null }),
    ];
    const statistics = durationStatistics({}, { durations }, DAY);
    expect(statistics.excluded).toEqual({ failure: 2, superseded: 1, open: 1 });
    expect(statistics.outcomes).toEqual({ success: 1, failure: 2, superseded: 1, open: 1 });
    expect(statistics.failureCauses).toEqual({ quota: 2 });
    expect(statistics.groups).toMatchObject([
      { key: { phase: "pull_image" }, n: 0, mean: null, excluded: { inferred_end: 1 } },
      { key: { phase: "gap" }, n: 0, excluded: { inferred_end: 1 } },
      { key: { phase: "total" }, n: 1, excluded: {} },
    ]);
    expect(durationStatistics({ outcomes: "any" }, { durations }, DAY).excluded).toEqual({ open: 1 });
    expect(durationStatistics({ outcomes: ["failure"] }, { durations }, DAY)).toMatchObject({
      excluded: { success: 1, superseded: 1, open: 1 },
      total: { n: 2 },
    });
  });

  it("counts completed phases of failed deployments when asked for any outcome", () => {
    const failed = durationsOf({
      outcome: "failure",
      phases: [
        { phase: "build_image", startedAfterMs: 0, wallMs: 17, criticalMs: 17, unmeasured: null },
        { phase: "pull_image", startedAfterMs: 17, wallMs: 1_000, criticalMs: 1_000, unmeasured: "failed" },
      ],
    });
    const { groups } = durationStatistics(
      { outcomes: "any", phases: ["build_image", "pull_image"] },
      { durations: [failed] },
      DAY,
    );
    expect(groups).toMatchObject([
      { key: { phase: "build_image" }, n: 1, mean: 17 },
      { key: { phase: "pull_image" }, n: 0, excluded: { failed: 1 } },
    ]);
  });

  it("takes a half-open window of starts", () => {
    const durations = pulls(10, 20, 30);
    const { total } = durationStatistics({ fromMs: DAY + 1, toMs: DAY + 2 }, { durations }, DAY);
    expect(total).toMatchObject({ n: 1, mean: 20 });
  });

  it("groups by any combination, in order", () => {
    const walls = { build_image: 5 };
    const outlines = [
      { id: "1", serviceId: "z", startedAtMs: DAY + DAY_MS, walls, models: [a, b] },
      { id: "2", serviceId: "z", startedAtMs: DAY, walls },
      { id: "3", serviceId: "y", startedAtMs: DAY, walls },
    ];
    expect(keysOf({ groupBy: [] }, outlines)).toEqual([[{}, 3]]);
    expect(keysOf({ groupBy: ["day"] }, outlines)).toEqual([
      [{ day: "2026-10-01" }, 2],
      [{ day: "2026-10-02" }, 1],
    ]);
    expect(keysOf({ groupBy: ["model"] }, outlines)).toEqual([
      [{ model: b }, 1],
      [{ model: a }, 3],
    ]);
    expect(keysOf({ groupBy: ["phase", "service"], phases: ["total", "build_image"] }, outlines)).toEqual([
      [{ service: "y", phase: "build_image" }, 1],
      [{ service: "y", phase: "total" }, 1],
      [{ service: "z", phase: "build_image" }, 2],
      [{ service: "z", phase: "total" }, 2],
    ]);
    expect(keysOf({ groupBy: ["day", "model", "service"] }, outlines)).toHaveLength(4);
  });

  it("measures totals without a phase, and the phases that a filter names", () => {
    const durations = [durationsOf({ walls: { build_image: 5, pull_image: 7 } })];
    const day = (phases?: StatisticsQuery["phases"]) =>
      durationStatistics({ groupBy: ["day"], phases }, { durations }, DAY).groups[0];
    expect(day()).toMatchObject({ n: 1, mean: 12 });
    expect(day(["pull_image"])).toMatchObject({ n: 1, mean: 7 });
    expect(day(["pull_image", "build_image"])).toMatchObject({ n: 2, mean: 6 });
  });

  it("takes one model version's time per sample when a model is asked for", () => {
    const two = durationsOf({ id: "two", walls: { pull_image: 7 }, models: [a, b] });
    const none = durationsOf({ id: "none", models: [], walls: { pull_image: 9 }, modelPhases: [] });
    const only = durationStatistics({ model: "bert base" }, { durations: [two, none] }, DAY);
    expect(only.groups[0]).toMatchObject({ key: { phase: "pull_image" }, n: 1, mean: 7 });
    expect(only).toMatchObject({ outcomes: { success: 1 }, excluded: {}, total: { n: 1 } });
    const split = durationStatistics({ groupBy: ["model"] }, { durations: [two, none] }, DAY);
    expect(split.groups.map(({ key }) => key.model)).toEqual([b, a]);
    expect(split).toMatchObject({ outcomes: { success: 2 }, excluded: { no_model: 1 }, total: { n: 2 } });
  });

  it("counts the deployments of the requested model alone, those without a model nowhere", () => {
    const durations = [
      durationsOf({ id: "1", models: [a], walls: { pull_image: 1 } }),
      durationsOf({ id: "2", models: [a], outcome: "failure", failureCause: "quota" }),
      durationsOf({ id: "3", models: [a, b], walls: { pull_image: 3 } }),
      durationsOf({ id: "4", models: [], walls: { pull_image: 4 } }),
    ];
    for (const source of [{ durations }, { rollups: dayRollupsOf(durations) }]) {
      const statisticsOf = (model: string) => durationStatistics({ model, groupBy: ["model"] }, source, DAY);
      expect(statisticsOf("resnet")).toMatchObject({
        outcomes: { success: 2, failure: 1 },
        failureCauses: { quota: 1 },
        excluded: { failure: 1 },
        total: { n: 2 },
      });
      const { excluded, outcomes, failureCauses, total } = statisticsOf("bert base");
      expect({ excluded, outcomes, failureCauses, n: total.n }).toEqual({
        excluded: {},
        outcomes: { success: 1 },
        failureCauses: {},
        n: 1,
      });
    }
  });

  it("states the error of the coarsest histogram", () => {
    const [day] = dayRollupsOf(pulls(30));
    if (day === undefined) expect.fail("no day");
    const at = (scale: number) => {
      const series = new Map(
        [...day.rollup.series].map(([key, one]) => [
          key,
          { ...one, histogram: downscale(one.histogram, scale) },
        ]),
      );
      return { ...day, day: `2026-10-0${scale}`, startsMs: undefined, rollup: { ...day.rollup, series } };
    };
    const statisticsOf = (...scales: number[]) => durationStatistics({}, { rollups: scales.map(at) }, DAY);
    expect(statisticsOf(5)).toMatchObject({ method: "histogram", relativeError: worstRelativeError(5) });
    expect(statisticsOf(5, 3, 4)).toMatchObject({ relativeError: worstRelativeError(3) });
  });

  it("is exact where a rollup holds no time", () => {
    const rollups = dayRollupsOf([durationsOf({ totalMs: MAX_DURATION_MS + 1 })]);
    expect(durationStatistics({ phases: ["total"] }, { rollups }, DAY)).toMatchObject({
      method: "exact",
      relativeError: 0,
      total: { n: 0, excluded: { skew: 1 } },
    });
  });

  it("refuses an empty window and a quantile out of range", () => {
    expect(() => durationStatistics({ fromMs: 5, toMs: 5 }, {}, DAY)).toThrow(
      "The window from 5 to 5 is empty",
    );
    expect(() => durationStatistics({ quantiles: [90] }, {}, DAY)).toThrow(
      "A quantile lies from 0 to 1, not 90",
    );
  });

  it("refuses what would count twice or overstate the window", () => {
    const durations = pulls(10);
    const rollups = dayRollupsOf(durations);
    const parted = { fromMs: DAY + DAY_MS / 2, toMs: DAY + 2 * DAY_MS };
    const wide = rollups.map((day) => ({ ...day, startsMs: undefined }));
    expect(() => durationStatistics({}, { durations, rollups }, DAY)).toThrow(
      "Deployment p0 would count twice",
    );
    expect(() => durationStatistics({}, { rollups: [...rollups, ...rollups] }, DAY)).toThrow(
      "is given twice",
    );
    expect(() => durationStatistics(parted, { rollups: wide }, DAY)).toThrow(
      "2026-10-01 is partly outside the window",
    );
    expect(durationStatistics({ fromMs: DAY + DAY_MS }, { rollups }, DAY).total.n).toBe(0);
  });
});

describe("countDeployments", () => {
  it("counts what the figures would rest on", () => {
    const rollups = dayRollupsOf([...pulls(1, 2, 3), durationsOf({ id: "f", outcome: "failure" })]);
    expect(countDeployments(planStatistics({}), { rollups })).toBe(3);
    expect(countDeployments(planStatistics({ outcomes: "any" }), { rollups })).toBe(4);
    expect(countDeployments(planStatistics({ model: "no such model" }), { rollups })).toBe(0);
    expect(countDeployments(planStatistics({}), { durations: pulls(1, 2) })).toBe(2);
    expect(countDeployments(planStatistics({ toMs: DAY }), { rollups, durations: pulls(1, 2) })).toBe(0);
  });

  it("counts a deployment once, whatever its models, and an open one never", () => {
    const durations = [
      durationsOf({ id: "two", models: [a, b] }),
      durationsOf({ id: "none", models: [] }),
      durationsOf({ id: "open", models: [a], outcome: null, totalMs: null }),
    ];
    const rollups = dayRollupsOf(durations);
    const counted = (query: StatisticsQuery) => [
      countDeployments(planStatistics(query), { durations }),
      countDeployments(planStatistics(query), { rollups }),
    ];
    expect(counted({ outcomes: "any" })).toEqual([2, 2]);
    expect(counted({ outcomes: "any", model: "bert base" })).toEqual([1, 1]);
    expect(counted({ outcomes: "any", model: "resnet" })).toEqual([1, 1]);
  });
});

describe("planStatistics", () => {
  it("refuses a quantile out of range before anything is read", () => {
    expect(() => planStatistics({ quantiles: [0.5, 90] })).toThrow("A quantile lies from 0 to 1, not 90");
  });

  it("makes a value, which can be copied and compared", () => {
    const plan = planStatistics({
      model: "bert base",
      outcomes: "any",
      groupBy: ["day"],
      fromMs: 0,
      toMs: DAY,
    });
    expect(structuredClone(plan)).toEqual(plan);
  });
});

describe("isOverall", () => {
  it.each<[StatisticsQuery, boolean]>([
    [{}, true],
    [{ groupBy: ["day", "phase"], outcomes: "any" }, true],
    [{ groupBy: ["service"] }, false],
    [{ groupBy: ["model"] }, false],
    [{ model: "resnet" }, false],
  ])("of %j is %s: a project's days tell neither services nor models apart", (query, expected) => {
    expect(isOverall(planStatistics(query))).toBe(expected);
  });
});
