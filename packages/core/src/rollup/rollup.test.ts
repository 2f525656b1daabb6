import { describe, expect, it } from "vitest";
import { DecodeError } from "../histogram/codec.ts";
import { durationsOf } from "../testing/durations.ts";
import { gaussian, seededRandom } from "../testing/random.ts";
import { decodeRollup, encodeRollup } from "./codec.ts";
import { overallRollup, rollupOf, rollupText, seriesKey } from "./index.ts";

const success = durationsOf({ walls: { build_image: 17, pull_image: 56_642 } });
const failure = durationsOf({
  id: "deploy-failed",
  outcome: "failure",
  failureCause: "image_pull",
  totalMs: 1_017,
  phases: [
    { phase: "build_image", startedAfterMs: 0, wallMs: 17, criticalMs: 17, unmeasured: null },
    { phase: "pull_image", startedAfterMs: 17, wallMs: 1_000, criticalMs: 1_000, unmeasured: "failed" },
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

describe("overallRollup", () => {
  it("leaves out counts and series of single models, and the count of those without", () => {
    const { counts, series } = overallRollup(rollupOf([success, failure]));
    expect([...counts.keys()]).toEqual(["success||all", "failure|image_pull|all"]);
    const measures = ["build_image", "pull_image", "gap", "total"];
    expect([...series.keys()]).toEqual(
      ["success", "failure"].flatMap((outcome) => measures.map((measure) => `${outcome}|${measure}|`)),
    );
  });
});

describe("rollupText", () => {
  it("writes every count and every bucket, on one line", () => {
    expect(rollupText(rollupOf([]))).toBe("[[],[]]");
    expect(rollupText(rollupOf([failure]))).toBe(
      '[[["failure|image_pull|all",1],["failure|image_pull|no_model",1]],' +
        '[["failure|build_image|",[5,17,0,130,[1]],[],17],["failure|gap|",[5,0,1,0,[]],[],0],' +
        '["failure|pull_image|",[5,0,0,0,[]],[["failed",1]],1000],["failure|total|",[5,1017,0,319,[1]],[],1017]]]',
    );
  });
});

describe("encodeRollup", () => {
  it("writes a format that lasts: what is stored was written by it", () => {
    expect([...encodeRollup(rollupOf([]))]).toEqual([3, 0, 0, 0, 0]);
    expect([...encodeRollup(rollupOf([success]))]).toEqual(
      [
        [3, 1, 6, 114, 101, 115, 110, 101, 116, 5, 49, 46, 48, 46, 48, 0],
        [2, 0x81, 1, 1, 0x80, 64, 1],
        [8, 65, 0, 0, 17, 0, 1, 0x88, 2, 3, 0, 0, 0xc2, 0xba, 3, 0, 1, 0xf6, 7],
        [2, 0, 0, 0, 1, 0, 1, 0, 0, 0xd3, 0xba, 3, 0, 1, 0xf6, 7],
        [0xfa, 15, 1, 3, 1, 2, 1, 1, 1],
      ].flat(),
    );
  });

  /** Of a version to come, with words that have no code in this one. */
  const announced = durationsOf({
    id: "announced",
    outcome: "paused" as "failure",
    failureCause: "meteor" as "quota",
    totalMs: 900,
    phases: [
      {
        phase: "announced_later" as "start_model",
        ...{ startedAfterMs: 0, wallMs: 900, criticalMs: 900, unmeasured: null },
      },
    ],
  });

  it("writes out words without a code, the same in any order", () => {
    const aborted = { ...announced, id: "aborted", outcome: "aborted" as "failure" };
    const rollup = rollupOf([announced, success, aborted]);
    expect(decodeRollup(encodeRollup(rollup))).toEqual(rollup);
    expect(encodeRollup(rollupOf([aborted, announced, success]))).toEqual(encodeRollup(rollup));
  });

  it("writes out the words and models of counts alone, and of series alone", () => {
    const { counts, series } = rollupOf([announced, success]);
    for (const rollup of [
      { counts, series: new Map() },
      { counts: new Map(), series },
    ]) {
      expect(decodeRollup(encodeRollup(rollup))).toEqual(rollup);
    }
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
    const day = Array.from({ length: 2_000 }, (_, i) => {
      const outcome = random() < 0.9 ? "success" : "failure";
      return durationsOf({ id: `deploy-${i}`, models, outcome, walls: times() });
    });
    expect(encodeRollup(rollupOf(day)).length).toBeLessThan(30_000);
  });
});

describe("decodeRollup", () => {
  /** Format, no model, no word, no count, and series. */
  const ofSeries = (...series: number[]) => [3, 0, 0, 0, series.length === 0 ? 0 : 1, ...series];
  /** Nothing special, the usual scale, 0 ms in sum, one of 0 ms, no bucket. */
  const zero = [0, 0, 0, 1, 0];
  it.each<[string, number[], string]>([
    ["nothing", [], "it ends too early"],
    [
      "JSON, the first format",
      [...Buffer.from("[1,[],[],[]]")],
      "its format is 91, and this version reads 2 and 3",
    ],
    ["a format to come", [4, 0, 0, 0, 0], "its format is 4"],
    ["what was cut short", [3, 0, 0, 0], "it ends too early"],
    ["what goes on", [3, 0, 0, 0, 0, 0], "there is more than was written"],
    ["a number of needless length", [3, 0, 0x80, 0, 0], "longer than it needs to be"],
    ["a number past all exact ones", [3, ...Array<number>(9).fill(0xff), 1], "beyond the exact integers"],
    ["times of open deployments", ofSeries(1, ...zero), "an open deployment has no times"],
    ["a measure that is not written out", ofSeries(97, ...zero), "a word is missing"],
    ["a cause that is not written out", [3, 0, 0, 1, 65, 1, 0], "a word is missing"],
    ["a count of zero", [3, 0, 0, 1, 1, 0, 0], "a count is 0"],
    ["an entry twice", [3, 0, 0, 2, 1, 1, 0, 1, 0], "an entry is there twice"],
    ["no reason", ofSeries(65, 2, ...zero.slice(1), 0), "no reason"],
    [
      "a reason past all codes",
      ofSeries(65, 2, ...zero.slice(1), 0x80, 0x80, 0x80, 0x80, 16, 1),
      "unknown reason",
    ],
    ["a reason for no time", ofSeries(65, 2, ...zero.slice(1), 1, 0), "a count is 0"],
    ["a series that begins with 3", ofSeries(65, 3, ...zero.slice(1)), "a series begins with 3"],
    ["a series that begins with 14", ofSeries(65, 14, ...zero.slice(1)), "a series begins with 14"],
    ["a critical path in format 2", [2, 0, 0, 1, 1, 4, ...zero], "a series begins with 4"],
    ["a series over all models like another", ofSeries(65, 1), "a series begins with 1"],
    ["a series that begins with 16", ofSeries(65, 16, ...zero.slice(1)), "a series begins with 16"],
    ["a broken histogram", ofSeries(65, 0, 0, 5, 1, 0), "cannot add up to 5 ms"],
    ["an empty series", ofSeries(65, 0, 0, 0, 0, 0), "a series is empty"],
    [
      "a series like none",
      [3, 1, 1, 109, 1, 49, 0, 0, 1, 0xc1, 16, 1],
      "a series is like one that is not there",
    ],
    ["a model that is not there", [3, 0, 0, 0, 1, 0xc1, 16, ...zero], "it has no model 0"],
    ["models out of order", [3, 2, 1, 110, 0, 1, 109, 0, 0, 0, 0], "its models are not in order"],
    ["a model twice", [3, 2, 1, 109, 0, 1, 109, 0, 0, 0, 0], "its models are not in order"],
    ["what is no character", [3, 1, 1, 0x80, 0x80, 4], "an invalid character"],
  ])("refuses %s", (_, bytes, reason) => {
    const decode = () => decodeRollup(Uint8Array.from(bytes)).series;
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(reason);
  });
});
