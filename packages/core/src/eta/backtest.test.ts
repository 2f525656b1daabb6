import { describe, expect, it } from "vitest";
import type { DeploymentDurations } from "../durations/index.ts";
import { durationsOf } from "../testing/durations.ts";
import { type BacktestEstimate, replayEstimates, summarizeEstimates } from "./backtest.ts";
import { progressAt } from "./progress.ts";

const START = Date.UTC(2026, 9, 1);
const HOUR = 3_600_000;

/** Deployments of a little more than half a minute, one an hour. */
function history(size: number) {
  return Array.from({ length: size }, (_, i) =>
    durationsOf({ id: `d${i}`, startedAtMs: START + i * HOUR, walls: { pull_image: 31_000 + 100 * i } }),
  );
}

const replay = (past: readonly DeploymentDurations[], everyMs: number) =>
  replayEstimates(
    past.map((durations) => ({ durations })),
    everyMs,
  );

describe("replayEstimates", () => {
  it("estimates at the start and at every interval, up to the end", () => {
    const estimates = replay(history(6), 10_000);
    const last = history(6).at(-1)?.totalMs ?? 0;
    expect(estimates.map(({ progress }) => progress.elapsedMs)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(estimates.map(({ actualMs }) => actualMs)).toEqual(
      [0, 10_000, 20_000, 30_000].map((ms) => last - ms),
    );
  });

  it("replays what succeeded alone", () => {
    const later = { startedAtMs: START + 10 * HOUR, walls: { pull_image: 9_000 } };
    const failed = durationsOf({ ...later, id: "failed", outcome: "failure" });
    const open = durationsOf({ ...later, id: "open", outcome: null, totalMs: null });
    const estimates = replay([...history(6), failed, open], 10_000);
    expect(new Set(estimates.map(({ deploymentId }) => deploymentId))).toEqual(new Set(["d5"]));
  });

  it("takes a deployment that ends meanwhile into account from then on", () => {
    const last = { startedAtMs: START + 10 * HOUR };
    const meanwhile = durationsOf({ ...last, id: "meanwhile", walls: { pull_image: 10_000 } });
    const subject = durationsOf({ ...last, id: "subject", walls: { pull_image: 26_000 } });
    const estimates = replay([...history(4), meanwhile, subject], 5_000);
    expect(estimates.map(({ progress }) => progress.elapsedMs)).toEqual([10_000, 15_000, 20_000, 25_000]);
  });

  it("subtracts the time spent from both simpler rules, down to 0", () => {
    const totals = [40_000, 60_000, 10_000, 30_000, 50_000, 60_000];
    const estimates = replay(
      totals.map((ms, i) =>
        durationsOf({ id: `${i}`, startedAtMs: START + i * HOUR, walls: { pull_image: ms } }),
      ),
      20_000,
    );
    expect(estimates.map(({ meanOfLastThree, median }) => [meanOfLastThree, median])).toEqual([
      [30_000, 40_000],
      [10_000, 20_000],
      [0, 0],
    ]);
  });

  it("never uses the future: deployments that had not ended by then are unknown", () => {
    const together = history(30).map((durations) => ({ ...durations, startedAtMs: START }));
    expect(replay(together, HOUR)).toEqual([]);
    expect(replay(history(5), 5_000)).toEqual([]);
  });
});

describe("summarizeEstimates", () => {
  it("counts each estimate once", () => {
    const estimate = (deploymentId: string, actualMs: number, p90: number): BacktestEstimate => {
      const rules = { p50: 10, meanOfLastThree: 0, median: 20 };
      return { deploymentId, progress: progressAt([], 0), actualMs, p90, ...rules };
    };
    expect(summarizeEstimates([estimate("a", 10, 10), estimate("b", 20, 20), estimate("b", 30, 20)])).toEqual(
      {
        deployments: 2,
        estimates: 3,
        meanAbsoluteErrorMs: { estimate: 10, meanOfLastThree: 20, median: 20 / 3 },
        p50Coverage: 1 / 3,
        p90Coverage: 2 / 3,
      },
    );
  });

  it("computes errors and coverage as they are", () => {
    const backtest = (last: number) =>
      summarizeEstimates(
        replay(
          [10_000, 10_000, 10_000, 40_000, 70_000, last].map((ms, i) =>
            durationsOf({ id: `${i}`, startedAtMs: START + i * HOUR, walls: { pull_image: ms } }),
          ),
          HOUR,
        ),
      );
    expect(backtest(30_000)).toEqual({
      deployments: 1,
      estimates: 1,
      meanAbsoluteErrorMs: { estimate: 20_000, meanOfLastThree: 10_000, median: 20_000 },
      p50Coverage: 0,
      p90Coverage: 1,
    });
    expect(backtest(10_000)).toMatchObject({ p50Coverage: 1 });
    expect(backtest(10_001)).toMatchObject({ p50Coverage: 0 });
    expect(backtest(70_001)).toMatchObject({ p90Coverage: 0 });
    expect(summarizeEstimates([])).toBeNull();
  });
});
