import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, seededRandom } from "../testing/random.ts";
import { modeBoundary } from "./modes.ts";
import { findSteps, type Observation } from "./steps.ts";

const SIGMA = 0.25;

/** Durations around a level, by index, as they vary from run to run. */
function runs(n: number, levelMs: (index: number) => number, seed = 1): Observation[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, (_, i) => ({
    ms: Math.round(levelMs(i) * Math.exp(SIGMA * gaussian(random))),
    stratum: 0,
  }));
}

describe("a lasting change", () => {
  it("is found once, where it begins, with its size", () => {
    const steps = findSteps(runs(400, (i) => (i < 150 ? 30_000 : 48_000)));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ direction: "slower" });
    expect(Math.abs((steps[0]?.at ?? 0) - 150)).toBeLessThanOrEqual(5);
    const [low = 0, high = 0] = steps[0]?.interval ?? [];
    expect(low).toBeLessThan(1.6);
    expect(high).toBeGreaterThan(1.6);
  });

  it("is an improvement, too, and its way back is one of its own", () => {
    const steps = findSteps(runs(300, (i) => (i >= 100 && i < 200 ? 20_000 : 40_000)));
    expect(steps.map(({ direction }) => direction)).toEqual(["faster", "slower"]);
  });

  it("says the same when all its durations are longer by a factor", () => {
    const all = runs(200, (i) => (i < 100 ? 30_000 : 45_000));
    const inTenths = all.map((run) => ({ ...run, ms: run.ms * 10 }));
    const places = (list: readonly Observation[]) =>
      findSteps(list).map(({ at, direction }) => [at, direction]);
    expect(places(inTenths)).toEqual(places(all));
    expect(places(all)).toHaveLength(1);
  });

  it("takes at least a second, and a tenth, more", () => {
    expect(findSteps(runs(400, (i) => (i < 150 ? 300 : 900)))).toEqual([]);
    expect(findSteps(runs(400, (i) => (i < 150 ? 3_000 : 9_000)))).toHaveLength(1);
    expect(findSteps(runs(400, (i) => (i < 150 ? 300_000 : 320_000)))).toEqual([]);
  });

  it("is none where one run in forty takes five times as long", () => {
    expect(findSteps(runs(400, (i) => (i % 40 === 39 ? 150_000 : 30_000)))).toEqual([]);
  });

  it("is confirmed by what follows: a run that is not there yet changes nothing that was said", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 150, max: 299 }), (seed, n) => {
        const all = runs(300, (i) => (i < 150 ? 30_000 : 45_000), seed);
        const early = findSteps(all.slice(0, n));
        expect(findSteps(all).slice(0, early.length)).toEqual(early);
      }),
      { numRuns: 20 },
    ));
});

describe("the two modes of a phase", () => {
  it("are told apart by the gap between them", () => {
    const pulls = runs(60, (i) => (i % 3 === 0 ? 60_000 : 1_500)).map(({ ms }) => ms);
    const boundary = modeBoundary(pulls) ?? 0;
    expect(boundary).toBeGreaterThan(3_000);
    expect(boundary).toBeLessThan(30_000);
  });

  it.each([
    ["one level", runs(200, () => 30_000)],
    ["a level that doubles", runs(200, (i) => (i < 100 ? 30_000 : 60_000))],
    ["one cold pull", runs(60, (i) => (i === 30 ? 60_000 : 1_500))],
    ["few runs", runs(10, (i) => (i % 2 === 0 ? 60_000 : 1_500))],
  ])("are one in %s", (_, list) => expect(modeBoundary(list.map(({ ms }) => ms))).toBeNull());
});
