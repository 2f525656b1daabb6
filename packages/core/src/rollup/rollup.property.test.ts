import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeploymentDurations } from "../durations/index.ts";
import { DecodeError } from "../histogram/decode-error.ts";
import { downscale } from "../histogram/index.ts";
import { anyDurations } from "../testing/durations.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import {
  addToRollup,
  emptyRollup,
  mergeRollups,
  type Rollup,
  removeFromRollup,
  rollupOf,
  rollupText,
} from "./index.ts";

const list = fc.array(anyDurations(1), { maxLength: 12 });

function expectSame(actual: Rollup, expected: Rollup): void {
  expect(actual).toEqual(expected);
  expect(rollupText(actual)).toBe(rollupText(expected));
  expect(encodeRollup(actual)).toEqual(encodeRollup(expected));
}

describe("a rollup", () => {
  const change = fc.tuple(fc.constantFrom("add", "remove", "correct"), fc.nat(), anyDurations(1));

  it("equals its recomputation after any sequence of adding, removing and correcting", () =>
    fc.assert(
      fc.property(fc.array(change, { maxLength: 24 }), (changes) => {
        const held: DeploymentDurations[] = [];
        let rollup = emptyRollup();
        for (const [what, pick, next] of changes) {
          const place = pick % Math.max(1, held.length);
          const old = held[place];
          if (what !== "add" && old !== undefined) {
            rollup = removeFromRollup(rollup, old);
            held.splice(place, 1);
          }
          if (what !== "remove") {
            rollup = addToRollup(rollup, next);
            held.push(next);
          }
          expectSame(rollup, rollupOf(held));
        }
        for (const old of held) rollup = removeFromRollup(rollup, old);
        expectSame(rollup, emptyRollup());
      }),
      { numRuns: 150 },
    ));

  it("leaves what it was given as it was", () =>
    fc.assert(
      fc.property(list, anyDurations(1), (before, one) => {
        const rollup = rollupOf(before);
        const text = rollupText(rollup);
        removeFromRollup(addToRollup(rollup, one), one);
        expect(rollupText(rollup)).toBe(text);
      }),
    ));

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

  it("of altered bytes is refused, or is another one in its own one form", () =>
    fc.assert(
      fc.property(list, fc.nat(), fc.integer({ min: 0, max: 300 }), (contributions, place, byte) => {
        const bytes = encodeRollup(rollupOf(contributions));
        const at = place % bytes.length;
        const altered = byte > 255 ? bytes.subarray(0, at) : bytes.with(at, byte);
        try {
          expectSame(decodeRollup(encodeRollup(decodeRollup(altered))), decodeRollup(altered));
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }),
      { numRuns: 2_000 },
    ));
});
