import { describe, expect, test } from "vitest";
import { compareRegion } from "./differences.ts";
import { fisherP, logFactorials } from "./fisher.ts";
import { longestPhase, type Point } from "./point.ts";

const H = 3_600_000;

/** Two models, two services and three hours of day, independent of each other and of the duration. */
function pointsWith(change: (i: number) => Partial<Point>): readonly Point[] {
  return Array.from({ length: 360 }, (_, i) => ({
    id: `d${i}`,
    serviceId: i % 2 === 0 ? "even" : "odd",
    startedAt: new Date(i * H).toISOString(),
    startedAtMs: i * H,
    observedMs: i < 60 ? 600_000 : 120_000,
    kind: "update",
    outcome: "success",
    cause: null,
    models: [{ name: i % 5 === 0 ? "bert" : "gpt", version: "1.0" }],
    phasesMs: { pull_image: 20_000, start_model: 60_000 },
    cached: i % 3 === 0,
    ...change(i),
  }));
}

const isLong = ({ observedMs }: Point) => observedMs > 300_000;
const hourOf = (epochMs: number) => (epochMs / H) % 3;

describe("what differs in a region", () => {
  test("is nothing where values are spread alike", () => {
    const { differences, inside, outside, tooFew } = compareRegion(
      pointsWith(() => ({})),
      isLong,
      hourOf,
    );
    expect({ differences, inside, outside, tooFew }).toEqual({
      differences: [],
      inside: 60,
      outside: 300,
      tooFew: false,
    });
  });

  test("is what was changed in it, the greatest change first, with counts", () => {
    const points = pointsWith((i) =>
      i < 60 ? { cached: false, phasesMs: { pull_image: 500_000, start_model: 60_000 } } : {},
    );
    const { differences, phases } = compareRegion(points, isLong, hourOf);
    expect(differences.map(({ dimension, value }) => `${dimension}=${value}`)).toEqual([
      "longest=pull_image",
      "longest=start_model",
      "cached=false",
      "cached=true",
    ]);
    expect(differences[0]).toEqual({
      dimension: "longest",
      value: "pull_image",
      inside: 60,
      outside: 0,
      change: 1,
    });
    expect(phases[0]).toEqual({
      phase: "pull_image",
      insideMs: 500_000,
      outsideMs: 20_000,
      inside: 60,
      outside: 300,
    });
    expect(phases[1]).toMatchObject({ phase: "start_model", insideMs: 60_000, outsideMs: 60_000 });
  });

  test("names a model's version once for a deployment that has it twice", () => {
    const twice = { name: "whisper", version: "2.0" };
    const points = pointsWith((i) => (i < 60 ? { models: [twice, twice] } : {}));
    const whisper = compareRegion(points, isLong, hourOf).differences.find(
      ({ value }) => value === "whisper 2.0",
    );
    expect(whisper).toMatchObject({ dimension: "model", inside: 60, outside: 0 });
  });

  test("cannot be told of fewer than five", () => {
    const few = compareRegion(
      pointsWith(() => ({})),
      ({ id }) => ["d1", "d2", "d3", "d4"].includes(id),
      hourOf,
    );
    expect(few).toMatchObject({ inside: 4, outside: 356, differences: [], tooFew: true });
  });
});

test("the longest phase of a deployment without an ended one is unknown", () => {
  expect(longestPhase({ phasesMs: {} })).toBeNull();
  expect(longestPhase({ phasesMs: { build_image: 5, pull_image: 5, start_model: 4 } })).toBe("build_image");
});

// scipy.stats.fisher_exact([[a, ofA - a], [b, ofB - b]]) of SciPy 1.17.1.
test.each([
  [8, 10, 1, 6, 0.034965034965034975],
  [3, 4, 1, 4, 0.48571428571428565],
  [0, 5, 5, 5, 0.007936507936507938],
  [12, 14, 40, 700, 5.047473331443881e-13],
  [1, 20, 50, 1000, 1],
  [0, 7, 12, 90, 0.5914569243839263],
  [200, 400, 300, 600, 1],
  [30, 2000, 1, 8000, 2.259831655775378e-20],
])("Fisher's exact test of %i of %i against %i of %i", (a, ofA, b, ofB, expected) => {
  const p = fisherP(a, ofA, b, ofB, logFactorials(ofA + ofB));
  expect(Math.abs(p / expected - 1)).toBeLessThan(1e-6);
});
