import { expect, test } from "vitest";
import { recentAndBefore, slicesOf } from "./slices.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = DAY_MS / 24;
const lengths = (toMs: number) => slicesOf({ fromMs: 0, toMs }).map((slice) => slice.toMs - slice.fromMs);

test("whole days, at most six parts", () => {
  expect(lengths(30 * DAY_MS)).toEqual(Array(6).fill(5 * DAY_MS));
  expect(lengths(7 * DAY_MS)).toEqual([...Array(3).fill(2 * DAY_MS), DAY_MS]);
  expect(lengths(90 * DAY_MS)).toEqual(Array(6).fill(15 * DAY_MS));
});

test("whole hours of a day", () => {
  expect(lengths(DAY_MS)).toEqual(Array(6).fill(4 * HOUR_MS));
});

test("they leave nothing out and overlap nowhere", () => {
  for (const toMs of [1, HOUR_MS, DAY_MS + 1, 31 * DAY_MS + 17, 400 * DAY_MS]) {
    const slices = slicesOf({ fromMs: 0, toMs });
    expect(slices.length).toBeLessThanOrEqual(6);
    expect(slices.at(0)?.fromMs).toBe(0);
    expect(slices.at(-1)?.toMs).toBe(toMs);
    for (const [i, slice] of slices.slice(1).entries()) expect(slice.fromMs).toBe(slices[i]?.toMs);
  }
});

test("what is recent is the last quarter, and meets what was before", () => {
  expect(recentAndBefore({ fromMs: 0, toMs: 28 * DAY_MS })).toEqual({
    recent: { fromMs: 21 * DAY_MS, toMs: 28 * DAY_MS },
    before: { fromMs: 0, toMs: 21 * DAY_MS },
  });
});
