import { describe, expect, it } from "vitest";
import type { DeploymentDurations } from "../durations/index.ts";
import { durationsOf } from "../testing/durations.ts";
import { gaussian, seededRandom } from "../testing/random.ts";
import { replayEstimates, summarizeEstimates } from "./backtest.ts";

const START = Date.UTC(2026, 9, 1);
const HOUR = 3_600_000;

function history(size: number, coldShare: number, seed: number) {
  const random = seededRandom(seed);
  const around = (ms: number, spread: number) => Math.round(ms * Math.exp(spread * gaussian(random)));
  return Array.from({ length: size }, (_, i) =>
    durationsOf({
      id: `d${i}`,
      startedAtMs: START + i * HOUR,
      walls: {
        prepare_environment: around(20_000, 0.2),
        pull_image: random() < coldShare ? around(60_000, 0.2) : around(1_500, 0.1),
        start_model: around(15_000, 0.25),
      },
    }),
  );
}

const replay = (past: readonly DeploymentDurations[], everyMs: number) =>
  replayEstimates(
    past.map((durations) => ({ durations })),
    everyMs,
  );

describe("replayEstimates", () => {
  it("beats both simpler rules once a deployment is under way, over warm and cold pulls", () => {
    const estimates = replay(history(200, 0.4, 5), 10_000).filter(
      ({ progress }) => progress.elapsedMs >= 30_000,
    );
    const {
      estimate = 0,
      meanOfLastThree = 0,
      median = 0,
    } = summarizeEstimates(estimates)?.meanAbsoluteErrorMs ?? {};
    expect(estimate).toBeLessThan(0.6 * median);
    expect(estimate).toBeLessThan(0.5 * meanOfLastThree);
  });

  it("is about as good as the median before anything is known", () => {
    const estimates = replay(history(300, 0.4, 5), 600_000);
    const { estimate = 0, median = 0 } = summarizeEstimates(estimates)?.meanAbsoluteErrorMs ?? {};
    expect(estimates.every(({ progress }) => progress.elapsedMs === 0)).toBe(true);
    expect(estimate).toBeLessThan(1.05 * median);
  });

  it.each([0.4, 0.15, 0])(
    "covers half with p50 and nine in ten with p90: %d of the pulls cold",
    (coldShare) => {
      const estimates = [1, 2, 3].flatMap((seed) => replay(history(200, coldShare, seed), 10_000));
      for (const everyone of Map.groupBy(estimates, ({ progress }) => progress.stage.kind).values()) {
        const { p50Coverage, p90Coverage } = summarizeEstimates(everyone) ?? {};
        expect(Math.abs((p50Coverage ?? 0) - 0.5)).toBeLessThanOrEqual(0.03);
        expect(Math.abs((p90Coverage ?? 0) - 0.9)).toBeLessThanOrEqual(0.04);
      }
    },
  );

  it("estimates at the start and at every interval, up to the end", () => {
    const estimates = replay(history(6, 0, 1), 10_000);
    const last = history(6, 0, 1).at(-1)?.totalMs ?? 0;
    expect(estimates.map(({ progress }) => progress.elapsedMs)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(estimates.map(({ actualMs }) => actualMs)).toEqual(
      [0, 10_000, 20_000, 30_000].map((ms) => last - ms),
    );
  });

  it("never uses the future: deployments that had not ended by then are unknown", () => {
    const together = history(30, 0, 1).map((durations) => ({ ...durations, startedAtMs: START }));
    expect(replay(together, HOUR)).toEqual([]);
    expect(replay(history(5, 0, 1), 5_000)).toEqual([]);
  });
});

describe("summarizeEstimates", () => {
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
