import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RankWindow } from "./rank-window.ts";

interface Sample {
  readonly split: number;
  readonly values: number[];
  readonly strata: number[];
  readonly z: number;
}

/** By SciPy: `fixtures/van-elteren.py`. */
const samples: Sample[] = JSON.parse(
  readFileSync(new URL("../../fixtures/van-elteren.json", import.meta.url), "utf8"),
);

it.each(samples.map((sample, i) => ({ ...sample, i })))(
  "sample $i: the statistic of a split is SciPy's",
  ({ split, values, strata, z }) => {
    const window = new RankWindow(values.length);
    for (const [i, value] of values.entries()) window.add(value, strata[i] ?? 0);
    // Samples split late, so that these bounds leave one split.
    const after = values.length - split;
    const found = window.bestSplit(after, after);
    expect(found?.at).toBe(split);
    expect(found?.z).toBeCloseTo(z, 6);
  },
);

const observation = fc.record({ value: fc.nat({ max: 30 }), stratum: fc.nat({ max: 7 }) });

it("finds in a window that moved what it finds in a new one", () =>
  fc.assert(
    fc.property(fc.array(observation, { minLength: 10, maxLength: 60 }), fc.nat({ max: 9 }), (all, gone) => {
      const moved = new RankWindow(20);
      for (const { value, stratum } of all) moved.add(value, stratum);
      moved.drop(Math.min(gone, moved.length));
      const rest = all.slice(all.length - moved.length);
      const fresh = new RankWindow(20);
      for (const { value, stratum } of rest) fresh.add(value, stratum);
      expect(moved.observations()).toEqual(fresh.observations());
      expect(moved.bestSplit(2, 15)).toEqual(fresh.bestSplit(2, 15));
    }),
  ));

it("sees ranks alone: a monotone change of all durations leaves the split where it is", () =>
  fc.assert(
    fc.property(fc.array(observation, { minLength: 10, maxLength: 60 }), (all) => {
      const plain = new RankWindow(60);
      const bent = new RankWindow(60);
      for (const { value, stratum } of all) {
        plain.add(value, stratum);
        bent.add(Math.exp(value) + 3, stratum);
      }
      expect(bent.bestSplit(2, 30)).toEqual(plain.bestSplit(2, 30));
    }),
  ));
