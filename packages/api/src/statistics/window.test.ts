import { expect, test } from "vitest";
import { comparisonWindow, DEFAULT_WINDOW_MS, statisticsWindow } from "./window.ts";

const NOW = 1_793_491_200_000;

test("the default window is the last 30 days; either end can be given alone", () => {
  expect(statisticsWindow({}, NOW)).toEqual({ fromMs: NOW - DEFAULT_WINDOW_MS, toMs: NOW });
  expect(statisticsWindow({ from: 5 }, NOW)).toEqual({ fromMs: 5, toMs: NOW });
  expect(statisticsWindow({ to: 5 }, NOW)).toEqual({ fromMs: 0, toMs: 5 });
});

test("a window that begins in the future and has no end is empty, and so is one that ends before all times", () => {
  expect(statisticsWindow({ to: 0 }, NOW)).toBeNull();
  expect(statisticsWindow({ from: NOW }, NOW)).toBeNull();
  expect(statisticsWindow({ from: NOW + 1 }, NOW)).toBeNull();
});

test("the window before ends where this one begins, and is as long", () => {
  expect(comparisonWindow("previous", { fromMs: 3000, toMs: 5000 })).toEqual({ fromMs: 1000, toMs: 3000 });
  expect(comparisonWindow("previous", { fromMs: 1000, toMs: 5000 })).toEqual({ fromMs: 0, toMs: 1000 });
  expect(comparisonWindow({ fromMs: 1, toMs: 2 }, { fromMs: 3000, toMs: 5000 })).toEqual({
    fromMs: 1,
    toMs: 2,
  });
});
