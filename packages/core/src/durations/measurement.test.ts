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

  it("gives a model the shares of phases that only other models ran, without a time, so that its shares add up", () => {
    const times = { wallMs: 10, unmeasured: null };
    const durations = durationsOf({
      walls: { build_image: 10, schedule_resource: 0, pull_image: 10 },
      models: [a, b],
      modelPhases: [
        { phase: "build_image", model: a, ...times },
        { phase: "schedule_resource", model: a, wallMs: 0, unmeasured: null },
        { phase: "pull_image", model: { ...a, version: "2.0.0" }, ...times },
        { phase: "pull_image", model: b, ...times },
      ],
      gapMs: 5,
      totalMs: 25,
    });
    const ofB = measurementsOf(durations).filter(({ model }) => model === b);
    expect(ofB).toEqual([
      { measure: "pull_image", model: b, ms: 10, unmeasured: null, criticalMs: 10 },
      { measure: "build_image", model: b, ms: null, unmeasured: null, criticalMs: 10 },
      { measure: "gap", model: b, ms: 5, unmeasured: null, criticalMs: 5 },
      { measure: "total", model: b, ms: 25, unmeasured: null, criticalMs: 25 },
    ]);
    const ofA = measurementsOf(durations).filter(({ model }) => model === a);
    expect(ofA.map(({ measure, ms }) => [measure, ms])).toEqual([
      ["build_image", 10],
      ["schedule_resource", 0],
      ["pull_image", null],
      ["gap", 5],
      ["total", 25],
    ]);
  });

  it.each([
    { what: "no clock can mean", totalMs: MAX_DURATION_MS + 1, pathMs: 0 },
    { what: "is unknown", totalMs: null, pathMs: 0 },
    { what: "is the longest", totalMs: MAX_DURATION_MS, pathMs: MAX_DURATION_MS },
  ])("takes a total that $what as a critical path of $pathMs ms", ({ totalMs, pathMs }) => {
    const durations = durationsOf({ models: [], walls: { pull_image: 7 }, gapMs: 5, totalMs });
    expect(measurementsOf(durations).map(({ measure, criticalMs }) => [measure, criticalMs])).toEqual([
      ["pull_image", pathMs === 0 ? 0 : 7],
      ["gap", pathMs === 0 ? 0 : 5],
      ["total", pathMs],
    ]);
  });

  it("excludes a total that is unknown as open, and a phase without a time as skew", () => {
    const pull = {
      phase: "pull_image",
      startedAfterMs: 0,
      wallMs: null,
      criticalMs: 0,
      unmeasured: null,
    } as const;
    expect(lines(durationsOf({ models: [], totalMs: null, phases: [pull] }))).toEqual([
      "pull_image all skew",
      "gap all 0",
      "total all open",
    ]);
  });
});
