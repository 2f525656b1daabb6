import { describe, expect, it } from "vitest";
import { durationsOf } from "../testing/durations.ts";
import { gaussian, seededRandom } from "../testing/random.ts";
import { backtestEta } from "./backtest.ts";

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

describe("backtestEta", () => {
  it("beats both simpler rules once a deployment is under way, over warm and cold pulls", () => {
    const backtest = backtestEta(history(300, 0.4, 5), [0.25, 0.5, 0.75]);
    const { estimate = 0, meanOfLastThree = 0, median = 0 } = backtest?.meanAbsoluteErrorMs ?? {};
    expect(backtest).toMatchObject({ deployments: 295, estimates: 885 });
    expect(estimate).toBeLessThan(0.5 * median);
    expect(estimate).toBeLessThan(0.4 * meanOfLastThree);
  });

  it("is about as good as the median before anything is known", () => {
    const { estimate = 0, median = 0 } = backtestEta(history(300, 0.4, 5), [0])?.meanAbsoluteErrorMs ?? {};
    expect(estimate).toBeLessThan(1.05 * median);
  });

  it.each([
    [60, 0.4],
    [300, 0.4],
    [300, 0.15],
    [300, 0],
  ])("covers nine in ten with p90: %i deployments, %d of them cold", (size, coldShare) => {
    const coverage = backtestEta(history(size, coldShare, 5))?.p90Coverage ?? 0;
    expect(coverage).toBeGreaterThan(0.86);
    expect(coverage).toBeLessThan(0.96);
  });

  it("computes errors and coverage as they are", () => {
    const backtest = (last: number) =>
      backtestEta(
        [10_000, 10_000, 10_000, 40_000, 70_000, last].map((ms, i) =>
          durationsOf({ id: `${i}`, startedAtMs: START + i * HOUR, walls: { pull_image: ms } }),
        ),
        [0],
      );
    expect(backtest(30_000)).toEqual({
      deployments: 1,
      estimates: 1,
      meanAbsoluteErrorMs: { estimate: 20_000, meanOfLastThree: 10_000, median: 20_000 },
      p90Coverage: 1,
    });
    expect(backtest(70_001)).toMatchObject({ p90Coverage: 0 });
  });

  it("never looks ahead: deployments that had not ended by then are unknown", () => {
    const together = history(30, 0, 1).map((durations) => ({ ...durations, startedAtMs: START }));
    expect(backtestEta(together, [0, 0.5])).toBeNull();
    expect(backtestEta(history(5, 0, 1))).toBeNull();
  });
});
