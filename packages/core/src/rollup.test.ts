import { describe, expect, it } from "vitest";
import { DecodeError } from "./durations-decode-error.ts";
import { addToRollup, emptyRollup, removeFromRollup, rollupOf, seriesKey } from "./rollup.ts";
import { decodeRollup, encodeRollup } from "./rollup-codec.ts";
import { subtractCounts } from "./rollup-counts.ts";
import { durationsOf } from "./testing/durations.ts";
import { gaussian, seededRandom } from "./testing/random.ts";

const success = durationsOf({ walls: { build_image: 17, pull_image: 56_642 } });
const failure = durationsOf({
  id: "deploy-failed",
  outcome: "failure",
  failureCause: "image_pull",
  totalMs: 1_017,
  phases: [
    { phase: "build_image", startedAfterMs: 0, wallMs: 17, unmeasured: null },
    { phase: "pull_image", startedAfterMs: 17, wallMs: 1_000, unmeasured: "failed" },
  ],
  models: [],
  modelPhases: [],
});

describe("rollupOf", () => {
  it("keeps outcomes apart, and says what may not count", () => {
    const rollup = rollupOf([success, failure]);
    expect(rollup.series.get(seriesKey("success", "pull_image", null))?.histogram.sumMs).toBe(56_642);
    expect(rollup.series.get(seriesKey("failure", "build_image", null))?.histogram.sumMs).toBe(17);
    expect(rollup.series.get(seriesKey("failure", "pull_image", null))).toMatchObject({
      histogram: { count: 0 },
      unmeasured: { failed: 1 },
    });
    expect([...rollup.counts.keys()].sort()).toEqual([
      "failure|image_pull|all",
      "failure|image_pull|no_model",
      'success||["resnet","1.0.0"]',
      "success||all",
    ]);
  });

  it("counts an open deployment, and nothing of its times", () => {
    const rollup = rollupOf([{ ...success, outcome: null, totalMs: null }]);
    expect(rollup.series.size).toBe(0);
    expect([...rollup.counts.keys()]).toEqual(["open||all", 'open||["resnet","1.0.0"]']);
  });
});

describe("removeFromRollup", () => {
  it("refuses what was never added", () => {
    expect(() => removeFromRollup(emptyRollup(), success)).toThrow(`does not hold deployment ${success.id}`);
    const changed = durationsOf({ walls: { build_image: 18, pull_image: 56_641 } });
    expect(() => removeFromRollup(rollupOf([success]), changed)).toThrow(RangeError);
    expect(() => subtractCounts({ skew: 1 }, { skew: 2 })).toThrow(
      'The count of "skew" would fall below zero',
    );
  });
});

describe("encodeRollup", () => {
  it("writes one line", () => {
    expect(JSON.stringify(encodeRollup(emptyRollup()))).toBe("[1,[],[],[]]");
    expect(JSON.stringify(encodeRollup(rollupOf([failure])))).toBe(
      '[1,[],[["failure","image_pull","all",1],["failure","image_pull","no_model",1]],' +
        '[["failure","build_image",null,"5;h;0;3m",{}],["failure","gap",null,"5;0;1;",{}],' +
        '["failure","pull_image",null,"5;0;0;",{"failed":1}],["failure","total",null,"5;s9;0;8v",{}]]]',
    );
  });

  it("keeps 2,000 deployments of five models far below the 400 KB of an item", () => {
    const random = seededRandom(2_000);
    const models = Array.from({ length: 5 }, (_, i) => ({
      name: `recommendation-ranker-${i}`,
      version: "12.4.1",
    }));
    const times = () => ({
      build_image: Math.round(Math.exp(9 + gaussian(random))),
      prepare_environment: Math.round(Math.exp(10 + 0.3 * gaussian(random))),
      schedule_resource: Math.round(Math.exp(2 + gaussian(random))),
      pull_image: Math.round(Math.exp(random() < 0.6 ? 7 : 11) * (0.8 + 0.4 * random())),
      start_model: Math.round(Math.exp(10 + 0.5 * gaussian(random))),
    });
    let rollup = emptyRollup();
    for (let i = 0; i < 2_000; i++) {
      const outcome = random() < 0.9 ? "success" : "failure";
      rollup = addToRollup(rollup, durationsOf({ id: `deploy-${i}`, models, outcome, walls: times() }));
    }
    expect(JSON.stringify(encodeRollup(rollup)).length).toBeLessThan(60_000);
  });
});

describe("decodeRollup", () => {
  const series = ["success", "total", null, "5;h;0;3m", {}];
  it.each<[string, unknown, string]>([
    ["no array", "x", "expected tuple"],
    ["another format", [2, [], [], []], "the format is not 1"],
    ["an unknown measure", [1, [], [], [["success", "warm_up", null, "5;0;1;", {}]]], "at [3][0][1]"],
    ["a count of zero", [1, [], [["success", null, "all", 0]], []], "at [2][0][3]"],
    ["an unknown reason", [1, [], [], [["success", "total", null, "5;0;1;", { late: 1 }]]], "at [3][0][4]"],
    ["a broken histogram", [1, [], [], [["success", "total", null, "5;0;1", {}]]], "This histogram"],
    ["a model that is not there", [1, [], [], [["success", "total", 0, "5;0;1;", {}]]], "it has no model 0"],
    ["a model that nothing needs", [1, [["m", "1"]], [], []], "canonical"],
    ["an empty series", [1, [], [], [["success", "total", null, "5;0;0;", {}]]], "is empty"],
    ["a series twice", [1, [], [], [series, series]], "canonical"],
    ["series out of order", [1, [], [], [series, ["success", "gap", null, "5;0;1;", {}]]], "canonical"],
  ])("refuses %s", (_, encoded, reason) => {
    expect(() => decodeRollup(encoded)).toThrow(DecodeError);
    expect(() => decodeRollup(encoded)).toThrow(reason);
  });
});
