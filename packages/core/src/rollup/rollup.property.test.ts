import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { downscale } from "../histogram/index.ts";
import { anyDurations } from "../testing/durations.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import { EMPTY_ROLLUP, mergeRollups, overallRollup, type Rollup, rollupOf, rollupText } from "./index.ts";
import { subtractRollup } from "./subtract.ts";

/** One in ten has a total that no clock can mean. */
const contribution = fc
  .tuple(anyDurations(1), fc.nat({ max: 9 }))
  .map(([one, dice]) => (dice === 0 && one.outcome !== null ? { ...one, totalMs: 2 ** 41 } : one));
const list = fc.array(contribution, { maxLength: 12 });

function expectSame(actual: Rollup, expected: Rollup): void {
  expect(actual).toEqual(expected);
  expect(rollupText(actual)).toBe(rollupText(expected));
  expect(encodeRollup(actual)).toEqual(encodeRollup(expected));
}

describe("a rollup", () => {
  it("merges as the lists of its deployments do, in any order", () =>
    fc.assert(
      fc.property(fc.array(list, { maxLength: 5 }), (lists) => {
        const merged = mergeRollups(lists.map((each) => rollupOf(each)));
        expectSame(merged, rollupOf(lists.flat()));
        expectSame(mergeRollups(lists.toReversed().map((each) => rollupOf(each))), merged);
      }),
    ));

  it("survives a round trip through bytes, also downscaled", () =>
    fc.assert(
      fc.property(list, fc.integer({ min: 0, max: 5 }), (contributions, scale) => {
        const { counts, series } = rollupOf(contributions);
        const rollup = {
          counts,
          series: new Map(
            [...series].map(([key, one]) => [key, { ...one, histogram: downscale(one.histogram, scale) }]),
          ),
        };
        expectSame(decodeRollup(encodeRollup(rollup)), rollup);
      }),
    ));

  it("taken out of a sum leaves the sum of the others, and one that is not in it is refused", () =>
    fc.assert(
      fc.property(list, list, (kept, taken) => {
        const [rest, part] = [overallRollup(rollupOf(kept)), overallRollup(rollupOf(taken))];
        const sum = mergeRollups([rest, part]);
        expectSame(subtractRollup(sum, part), rest);
        expectSame(subtractRollup(sum, sum), EMPTY_ROLLUP);
        if (taken.length > 0) expect(() => subtractRollup(rest, sum)).toThrow(RangeError);
      }),
    ));

  it("loses its models before or after merging alike", () =>
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (lists) => {
        const rollups = lists.map((each) => rollupOf(each));
        expectSame(overallRollup(mergeRollups(rollups)), mergeRollups(rollups.map(overallRollup)));
      }),
    ));
});
