import { expect, it } from "vitest";
import { gaussian, seededRandom } from "../testing/random.ts";
import { FALSE_ALARMS_PER_RUN } from "./groups.ts";
import { judgeDurations } from "./judge.ts";
import { judgeShares } from "./judge-shares.ts";
import { levelChanges } from "./levels.ts";
import type { Observation } from "./steps.ts";

const DAY_MS = 86_400_000;
const RUNS_A_DAY = 5;
const startsMs = (n: number) => Array.from({ length: n }, (_, i) => (i * DAY_MS) / RUNS_A_DAY);

/** Cached or not, at weekends 1.3 ×, with a factor from one run to another. */
function durations(n: number, seed: number, factor: (index: number) => number = () => 1): Observation[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, (_, i) => {
    const isWeekend = Math.floor(i / RUNS_A_DAY) % 7 >= 5;
    const isCold = random() < 0.4;
    const usualMs = (isCold ? 60_000 : 15_000) * (isWeekend ? 1.3 : 1);
    const ms = Math.round(usualMs * factor(i) * Math.exp(0.25 * gaussian(random)));
    return { ms, stratum: (isCold ? 1 : 0) + (isWeekend ? 2 : 0) };
  });
}

const changesOf = (observations: readonly Observation[], judge = judgeDurations()) =>
  levelChanges(observations, startsMs(observations.length), judge);
const isOpen = ({ confirmedAt }: { readonly confirmedAt: number | null }) => confirmedAt !== null;

it("opens no more findings without a change than it says", () => {
  const n = 300;
  const series = Array.from({ length: 150 }, (_, seed) => changesOf(durations(n, seed + 1)));
  const open = series.flatMap((changes) => changes.filter(isOpen)).length;
  expect(open / (series.length * n)).toBeLessThanOrEqual(1.5 * FALSE_ALARMS_PER_RUN);
});

it.each([0.03, 0.1, 0.3])("opens next to none of a share that stays at %d", (share) => {
  const open = Array.from({ length: 60 }, (_, seed) => {
    const random = seededRandom(seed + 1);
    const runs = Array.from({ length: 300 }, () => ({ ms: random() < share ? 1 : 0, stratum: 0 }));
    return changesOf(runs, judgeShares).filter(isOpen).length;
  }).reduce((sum, count) => sum + count, 0);
  expect(open).toBeLessThanOrEqual(5);
});

it("has nine of ten changes of 1.5 × open after twenty runs, and of 1.3 × after forty", () => {
  for (const [factor, runs] of [
    [1.5, 20],
    [1.3, 40],
  ] as const) {
    const found = Array.from({ length: 60 }, (_, seed) =>
      changesOf(durations(150 + runs, seed + 1, (i) => (i < 150 ? 1 : factor))),
    ).filter((changes) => changes.some((change) => isOpen(change) && Math.abs(change.at - 150) <= 15));
    expect(found.length / 60, `${factor} × within ${runs} runs`).toBeGreaterThanOrEqual(0.85);
  }
});

it("places most changes of 1.5 × within its own range", () => {
  const changes = Array.from({ length: 60 }, (_, seed) =>
    changesOf(durations(230, seed + 1, (i) => (i < 150 ? 1 : 1.5))),
  ).flatMap((all) => all.filter(isOpen).slice(0, 1));
  const within = changes.filter(({ from, to }) => from <= 150 && 150 <= to);
  expect(within.length / changes.length).toBeGreaterThanOrEqual(0.85);
});

it("is resolved where the level comes back, and then is an improvement of its own", () => {
  const changes = changesOf(durations(320, 3, (i) => (i >= 120 && i < 220 ? 1.8 : 1)));
  expect(changes.map(({ direction }) => direction)).toEqual(["slower", "faster"]);
  expect(changes[0]?.resolvedAt).toBe(changes[1]?.at);
  expect(changes[1]?.resolvedAt).toBeNull();
});

it("is one change that went on where durations drift", () => {
  const changes = changesOf(durations(320, 5, (i) => 1.006 ** Math.max(0, i - 100)));
  expect(changes.filter(isOpen)).toHaveLength(1);
  expect(changes[0]?.wentOnAt.length).toBeGreaterThan(0);
  expect(changes[0]?.ratio).toBeGreaterThan(1.8);
});

it("is none that lasted for some hours", () => {
  const runs = Array.from({ length: 300 }, (_, i) => ({
    ms: i >= 200 && i < 212 ? 90_000 : 30_000 + (i % 7) * 500,
    stratum: 0,
  }));
  const starts = runs.map((_, i) => (i >= 200 && i < 212 ? 200 * DAY_MS + i * 60_000 : i * DAY_MS));
  expect(levelChanges(runs, starts, judgeDurations()).filter(isOpen)).toEqual([]);
});

it("is a change of a share from hardly ever to every third time", () => {
  const random = seededRandom(9);
  const runs = Array.from({ length: 260 }, (_, i) => ({
    ms: random() < (i < 200 ? 0.02 : 0.35) ? 1 : 0,
    stratum: 0,
  }));
  const [change] = changesOf(runs, judgeShares);
  expect(change).toMatchObject({ direction: "slower", resolvedAt: null });
  expect(Math.abs((change?.at ?? 0) - 200)).toBeLessThanOrEqual(10);
});
