import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, MEASURES, measurementsOf } from "../durations/index.ts";
import { mergeRollups, overallRollup, rollupOf } from "../rollup/index.ts";
import { dayRollupsOf } from "../testing/day-rollups.ts";
import { anyDurations } from "../testing/durations.ts";
import { OUTCOMES } from "../vocabulary/deployment.ts";
import type { DurationFigures } from "./figures.ts";
import { type DurationStatistics, durationStatistics } from "./index.ts";
import { GROUPINGS, isOverall, planStatistics, type StatisticsQuery } from "./query.ts";
import { placeInWindow } from "./window.ts";

const FIRST_MS = Date.UTC(2026, 9, 1);
const contributions = fc.array(anyDurations(4), { maxLength: 30 });
const query: fc.Arbitrary<StatisticsQuery> = fc.record({
  groupBy: fc.subarray([...GROUPINGS]),
  outcomes: fc.oneof(fc.constant("any" as const), fc.subarray([...OUTCOMES])),
  phases: fc.option(fc.subarray([...MEASURES]), { nil: undefined }),
  model: fc.constantFrom(undefined, "resnet", "resnet 2.0.0"),
  quantiles: fc.constant([0, 0.25, 0.5, 0.9, 0.99, 1]),
});
const window = fc
  .tuple(fc.nat({ max: 4 * DAY_MS }), fc.nat({ max: 4 * DAY_MS }))
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ fromMs: FIRST_MS + Math.min(a, b), toMs: FIRST_MS + Math.max(a, b) }));

function expectAlike(read: DurationFigures, exact: DurationFigures): void {
  for (const field of ["n", "mean", "lowN", "histogram", "excluded"] as const) {
    expect(read[field]).toEqual(exact[field]);
  }
  const pairs = [
    [read.min, exact.min],
    [read.max, exact.max],
  ];
  for (const q of Object.keys(exact.quantiles))
    pairs.push([read.quantiles[q] ?? null, exact.quantiles[q] ?? null]);
  for (const [figure = null, truth = null] of pairs) {
    if (truth === null) expect(figure).toBeNull();
    else expect(Math.abs((figure ?? Number.NaN) - truth)).toBeLessThanOrEqual(truth * 0.0109);
  }
}

function expectSameAnswer(read: DurationStatistics, exact: DurationStatistics): void {
  expect(read.groups.map(({ key }) => key)).toEqual(exact.groups.map(({ key }) => key));
  for (const [i, group] of exact.groups.entries()) {
    const other = read.groups[i];
    if (other === undefined) expect.fail("a group is missing");
    expectAlike(other, group);
  }
  expectAlike(read.total, exact.total);
  for (const field of ["excluded", "outcomes", "failureCauses"] as const) {
    expect(read[field]).toEqual(exact[field]);
  }
}

describe("durationStatistics", () => {
  it("gives one answer from deployments and from rollups, within the stated error", () =>
    fc.assert(
      fc.property(contributions, query, (durations, asked) => {
        const exact = durationStatistics(asked, { durations }, 0);
        const read = durationStatistics(asked, { rollups: dayRollupsOf(durations) }, 0);
        expect(exact).toMatchObject({ method: "exact", relativeError: 0 });
        expectSameAnswer(read, exact);
      }),
    ));

  it("gives it from the rollups of a project's days, too, unless it is to tell services or models apart", () =>
    fc.assert(
      fc.property(contributions, query, (durations, asked) => {
        const byDay = Map.groupBy(dayRollupsOf(durations), ({ day }) => day);
        const rollups = [...byDay].map(([day, services]) => ({
          serviceId: null,
          day,
          rollup: overallRollup(mergeRollups(services.map(({ rollup }) => rollup))),
        }));
        const answer = () => durationStatistics(asked, { rollups }, 0);
        if (isOverall(planStatistics(asked))) {
          expectSameAnswer(answer(), durationStatistics(asked, { durations }, 0));
        } else if (rollups.length > 0) expect(answer).toThrow(RangeError);
      }),
    ));

  it("gives it for any window, with deployments for the days that its ends part, and rollups for the others", () =>
    fc.assert(
      fc.property(contributions, query, window, (durations, asked, span) => {
        const days = Map.groupBy(dayRollupsOf(durations), (day) => placeInWindow(day, span));
        const parted = new Set(days.get("across")?.map(({ serviceId, day }) => `${serviceId} ${day}`));
        const source = {
          rollups: [...(days.get("inside") ?? []), ...(days.get("outside") ?? [])],
          durations: durations.filter(({ serviceId, day }) => parted.has(`${serviceId} ${day}`)),
        };
        expectSameAnswer(
          durationStatistics({ ...asked, ...span }, source, 0),
          durationStatistics({ ...asked, ...span }, { durations }, 0),
        );
      }),
    ));

  it("leaves no deployment and no time out unsaid", () =>
    fc.assert(
      fc.property(contributions, (durations) => {
        const { groups, outcomes, excluded } = durationStatistics({ outcomes: "any" }, { durations }, 0);
        const sum = (counts: object) => Object.values(counts).reduce((total, count) => total + count, 0);
        expect(sum(outcomes)).toBe(durations.length);
        expect(excluded).toEqual(outcomes.open === undefined ? {} : { open: outcomes.open });
        const times = durations.flatMap(measurementsOf).filter(({ model }) => model === null);
        expect(sum(groups.map((group) => group.n + sum(group.excluded)))).toBe(times.length);
      }),
    ));

  it("does not depend on the order of its sources", () =>
    fc.assert(
      fc.property(contributions, query, (durations, asked) => {
        const rollups = dayRollupsOf(durations);
        expect(durationStatistics(asked, { rollups: rollups.toReversed() }, 0)).toEqual(
          durationStatistics(asked, { rollups }, 0),
        );
        expect(durationStatistics(asked, { durations: durations.toReversed() }, 0)).toEqual(
          durationStatistics(asked, { durations }, 0),
        );
      }),
    ));
});

describe("placeInWindow", () => {
  it("says of a day's deployments what each of them says", () =>
    fc.assert(
      fc.property(contributions, window, (durations, span) => {
        for (const day of dayRollupsOf(durations)) {
          const within = durations
            .filter((one) => one.serviceId === day.serviceId && one.day === day.day)
            .map(({ startedAtMs }) => startedAtMs >= span.fromMs && startedAtMs < span.toMs);
          const place = placeInWindow(day, span);
          if (place === "inside") expect(within.every((one) => one)).toBe(true);
          else if (place === "outside") expect(within.some((one) => one)).toBe(false);
          else expect(new Set(within).size === 2 || day.startsMs?.[0] !== day.startsMs?.[1]).toBe(true);
        }
      }),
    ));

  it("of a day with unknown starts covers the whole day", () => {
    const day = { serviceId: "a", day: "2026-10-01", rollup: rollupOf([]) };
    const endMs = FIRST_MS + DAY_MS;
    expect(placeInWindow(day, { fromMs: FIRST_MS, toMs: endMs })).toBe("inside");
    expect(placeInWindow(day, { fromMs: FIRST_MS + 1, toMs: endMs })).toBe("across");
    expect(placeInWindow(day, { fromMs: FIRST_MS, toMs: endMs - 1 })).toBe("across");
    expect(placeInWindow(day, { fromMs: endMs, toMs: endMs + 1 })).toBe("outside");
    expect(placeInWindow(day, { fromMs: 0, toMs: FIRST_MS })).toBe("outside");
  });
});
