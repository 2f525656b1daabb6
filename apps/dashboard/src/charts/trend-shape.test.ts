import { describe, expect, test } from "vitest";
import { changePlace, nearestPlace, trendShape } from "./trend-shape.ts";

const DAY_MS = 86_400_000;
const day = (index: number, p50Ms: number, p90Ms: number) => ({ dayMs: index * DAY_MS, p50Ms, p90Ms, n: 5 });
const window = { fromMs: 0, toMs: 10 * DAY_MS };

describe("a trend", () => {
  test("stands on 0, reaches the highest p90, and has its days at their middles", () => {
    const shape = trendShape([day(0, 50, 100), day(9, 25, 50)], window);
    expect(shape.line).toBe("M50 50L950 75");
    expect(shape.band).toBe("M50 50L950 75L950 50L50 0Z");
    expect(shape.maxMs).toBe(100);
  });

  test("begins with the window's first day, even when the window begins at noon", () => {
    const shape = trendShape([day(3, 1, 1)], { fromMs: 3.5 * DAY_MS, toMs: 13 * DAY_MS });
    expect(shape.places[0]?.x).toBeCloseTo(0.05);
  });

  test("keeps today inside when today has only begun", () => {
    const shape = trendShape([day(9, 1, 1)], { fromMs: 0, toMs: 9.1 * DAY_MS });
    expect(shape.places[0]?.x).toBe(1);
  });

  test("puts days in order, whatever order they come in", () => {
    expect(
      trendShape([day(2, 1, 2), day(1, 1, 2)], window).places.map(({ day: { dayMs } }) => dayMs),
    ).toEqual([DAY_MS, 2 * DAY_MS]);
  });

  test("of nothing is nothing", () => {
    expect(trendShape([], window)).toEqual({ line: "", band: "", places: [], maxMs: 1 });
  });
});

test("a change stands between the middles of its days, and its range ends with the window", () => {
  const change = { atMs: 4.75 * DAY_MS, fromMs: -DAY_MS, toMs: 6 * DAY_MS };
  const { x, from, to } = changePlace(change, window);
  const [before, after] = trendShape([day(4, 1, 1), day(5, 1, 1)], window).places;
  expect(x).toBeCloseTo(0.475);
  expect(x).toBeGreaterThan(before?.x ?? 1);
  expect(x).toBeLessThan(after?.x ?? 0);
  expect([from, to]).toEqual([0, 0.6]);
});

test("the nearest place is found from either side", () => {
  const places = [{ x: 0.1 }, { x: 0.5 }, { x: 0.9 }];
  expect(nearestPlace(places, 0)).toBe(places[0]);
  expect(nearestPlace(places, 0.69)).toBe(places[1]);
  expect(nearestPlace(places, 0.71)).toBe(places[2]);
  expect(nearestPlace([], 0.5)).toBeNull();
});
