import { describe, expect, it } from "vitest";
import { MAX_DURATION_MS } from "../histogram/index.ts";
import { durationsOf } from "../testing/durations.ts";
import { type DeploymentDurations, measurementsOf } from "./index.ts";

const a = { name: "resnet", version: "1.0.0" };
const b = { name: "bert base", version: "1.0.0" };

function lines(durations: DeploymentDurations): string[] {
  return measurementsOf(durations).map(
    ({ measure, model, ms, unmeasured }) => `${measure} ${model?.name ?? "all"} ${ms ?? unmeasured}`,
  );
}

describe("measurementsOf", () => {
  it("lists each phase, gap and total, over all models and for each", () => {
    const walls = { build_image: 17, pull_image: 56_642 };
    expect(lines(durationsOf({ walls, models: [a, b], gapMs: 5, totalMs: 56_664 }))).toEqual([
      "build_image all 17",
      "pull_image all 56642",
      "build_image resnet 17",
      "pull_image resnet 56642",
      "build_image bert base 17",
      "pull_image bert base 56642",
      "gap all 5",
      "total all 56664",
      "gap resnet 5",
      "total resnet 56664",
      "gap bert base 5",
      "total bert base 56664",
    ]);
  });

  it("is empty for an open deployment", () => {
    expect(measurementsOf(durationsOf({ outcome: null, totalMs: null, walls: { build_image: 17 } }))).toEqual(
      [],
    );
  });

  it("does not count gaps beside a phase whose boundary is unknown, but does beside one that failed", () => {
    const phase = { phase: "pull_image", startedAfterMs: 0, wallMs: 7, criticalMs: 7 } as const;
    const gapBeside = (unmeasured: "inferred_end" | "failed") =>
      lines(durationsOf({ models: [], gapMs: 5, totalMs: 12, phases: [{ ...phase, unmeasured }] }));
    expect(gapBeside("inferred_end")).toEqual([
      "pull_image all inferred_end",
      "gap all inferred_end",
      "total all 12",
    ]);
    expect(gapBeside("failed")).toEqual(["pull_image all failed", "gap all 5", "total all 12"]);
  });

  it("does not count a total that no clock can mean", () => {
    expect(lines(durationsOf({ models: [], totalMs: MAX_DURATION_MS + 1 }))).toContain("total all skew");
  });
});
