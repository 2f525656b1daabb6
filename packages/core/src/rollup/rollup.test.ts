import { describe, expect, it } from "vitest";
import { UNMEASURED_REASONS } from "../durations/index.ts";
import { MEASURES } from "../durations/measurement.ts";
import { DecodeError } from "../histogram/decode-error.ts";
import { durationsOf } from "../testing/durations.ts";
import { gaussian, seededRandom } from "../testing/random.ts";
import { OUTCOMES } from "../vocabulary/deployment.ts";
import { FAILURE_CAUSES } from "../vocabulary/signal.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import { subtractCounts } from "./counts.ts";
import { addToRollup, emptyRollup, removeFromRollup, rollupOf, rollupText, seriesKey } from "./index.ts";

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

describe("rollupText", () => {
  it("writes every count and every bucket, on one line", () => {
    expect(rollupText(emptyRollup())).toBe("[[],[]]");
    expect(rollupText(rollupOf([failure]))).toBe(
      '[[["failure|image_pull|all",1],["failure|image_pull|no_model",1]],' +
        '[["failure|build_image|",[5,17,0,130,[1]],[]],["failure|gap|",[5,0,1,0,[]],[]],' +
        '["failure|pull_image|",[5,0,0,0,[]],[["failed",1]]],["failure|total|",[5,1017,0,319,[1]],[]]]]',
    );
  });
});

describe("encodeRollup", () => {
  it("writes a format that lasts: what is stored was written by it", () => {
    expect([...encodeRollup(emptyRollup())]).toEqual([2, 0, 0, 0]);
    expect([...encodeRollup(rollupOf([success]))]).toEqual(
      [
        [2, 1, 6, 114, 101, 115, 110, 101, 116, 5, 49, 46, 48, 46, 48],
        [2, 65, 1, 0x80, 16, 1],
        [8, 1, 0, 0, 17, 0, 1, 0x88, 2, 3, 0, 0, 0xc2, 0xba, 3, 0, 1, 0xf6, 7],
        [2, 0, 0, 0, 1, 0, 1, 0, 0, 0xd3, 0xba, 3, 0, 1, 0xf6, 7],
        [0xfa, 1, 1, 3, 1, 2, 1, 1, 1],
      ].flat(),
    );
    // What is stored names words by their places here: a word may be added at an end, and nowhere else.
    expect([OUTCOMES, MEASURES, UNMEASURED_REASONS, FAILURE_CAUSES].map((words) => words.join(" "))).toEqual([
      "success failure cancelled superseded timed_out",
      "build_image prepare_environment schedule_resource pull_image start_model gap total",
      "open missing_start inferred_end skew failed interrupted",
      "insufficient_resources disk_pressure image_build image_pull model_start timeout quota licence credential " +
        "storage rollback_failed unknown",
    ]);
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
    expect(encodeRollup(rollup).length).toBeLessThan(30_000);
  });
});

describe("decodeRollup", () => {
  /** Format, no model, no count, and series. */
  const ofSeries = (...series: number[]) => [2, 0, 0, series.length === 0 ? 0 : 1, ...series];
  /** Nothing special, the usual scale, 0 ms in sum, one of 0 ms, no bucket. */
  const zero = [0, 0, 0, 1, 0];
  it.each<[string, number[], string]>([
    ["nothing", [], "it ends too early"],
    [
      "JSON, the former format",
      [...Buffer.from("[1,[],[],[]]")],
      "its format is 91, and this version reads 2",
    ],
    ["what was cut short", [2, 0, 0], "it ends too early"],
    ["what goes on", [2, 0, 0, 0, 0], "there is more than was written"],
    ["a number of needless length", [2, 0, 0x80, 0, 0], "longer than it needs to be"],
    ["a number past all exact ones", [2, ...Array<number>(9).fill(0xff), 1], "beyond the exact integers"],
    ["an unknown measure", ofSeries(8, ...zero), "unknown measure"],
    ["an unknown outcome", ofSeries(0xf1, 1, ...zero), "unknown outcome"],
    ["an unknown cause", [2, 0, 1, 60, 1, 0], "unknown cause"],
    ["a count of zero", [2, 0, 1, 1, 0, 0], "a count is 0"],
    ["an entry twice", [2, 0, 2, 1, 1, 0, 1, 0], "an entry is there twice"],
    ["an unknown reason", ofSeries(1, 2, ...zero.slice(1), 64, 1), "unknown reason"],
    ["a broken histogram", ofSeries(1, 0, 0, 5, 1, 0), "cannot add up to 5 ms"],
    ["an empty series", ofSeries(1, 0, 0, 0, 0, 0), "a series is empty"],
    ["a series like none", [2, 1, 1, 109, 1, 49, 0, 1, 0x81, 2, 1], "a series is like one that is not there"],
    ["a model that is not there", [2, 0, 0, 1, 0x81, 2, ...zero], "it has no model 0"],
    ["models out of order", [2, 2, 1, 110, 0, 1, 109, 0, 0, 0], "its models are not in order"],
    ["what is no character", [2, 1, 1, 0x80, 0x80, 4], "no character"],
  ])("refuses %s", (_, bytes, reason) => {
    const decode = () => decodeRollup(Uint8Array.from(bytes)).series;
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(reason);
  });
});
