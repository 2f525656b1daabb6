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

describe("the estimates of a replayed history", () => {
  it("beat both simpler rules once a deployment is under way, over warm and cold pulls", () => {
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

  it("are about as good as the median before anything is known", () => {
    const estimates = replay(history(300, 0.4, 5), 600_000);
    const { estimate = 0, median = 0 } = summarizeEstimates(estimates)?.meanAbsoluteErrorMs ?? {};
    expect(estimates.every(({ progress }) => progress.elapsedMs === 0)).toBe(true);
    expect(estimate).toBeLessThan(1.05 * median);
  });

  it.each([0.4, 0.15, 0])(
    "cover half with p50 and nine in ten with p90: %d of the pulls cold",
    (coldShare) => {
      const estimates = [1, 2, 3].flatMap((seed) => replay(history(200, coldShare, seed), 10_000));
      for (const everyone of Map.groupBy(estimates, ({ progress }) => progress.stage.kind).values()) {
        const { p50Coverage, p90Coverage } = summarizeEstimates(everyone) ?? {};
        expect(Math.abs((p50Coverage ?? 0) - 0.5)).toBeLessThanOrEqual(0.03);
        expect(Math.abs((p90Coverage ?? 0) - 0.9)).toBeLessThanOrEqual(0.04);
      }
    },
  );
});
