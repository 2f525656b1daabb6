import { describe, expect, test } from "vitest";
import {
  cellAt,
  cellUnder,
  heatMap,
  LONGEST_MS,
  movedCell,
  regionOf,
  regionPlace,
  timeTicks,
} from "./heat-map-shape.ts";
import { isInside } from "./region.ts";

const H = 3_600_000;
const D = 24 * H;
const FROM_MS = Date.UTC(2026, 10, 21);
const WINDOW = { fromMs: FROM_MS, toMs: FROM_MS + 7 * D };

/** Deployments of one to nine minutes, one each half hour. */
const USUAL = Array.from({ length: 336 }, (_, i) => ({
  startedAtMs: FROM_MS + i * (H / 2),
  observedMs: 60_000 + ((i * 7_919) % 480_000),
  outcome: i % 10 === 0 ? ("failure" as const) : ("success" as const),
}));

test("each deployment is in exactly one cell", () => {
  const { cells, above, below } = heatMap(USUAL, WINDOW);
  expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(336);
  expect(cells.reduce((sum, { failed }) => sum + failed, 0)).toBe(34);
  expect([above, below]).toEqual([0, 0]);
});

test("a few outliers do not squeeze the others, and are counted", () => {
  const outliers = [17, 18, 6_120_000, 9 * D].map((observedMs) => ({
    startedAtMs: FROM_MS + H,
    observedMs,
    outcome: "superseded" as const,
  }));
  const without = heatMap(USUAL, WINDOW);
  const withThem = heatMap([...USUAL, ...outliers], WINDOW);
  expect(withThem.grid).toEqual(without.grid);
  expect([withThem.above, withThem.below]).toEqual([2, 2]);
  expect(withThem.cells.reduce((sum, { n }) => sum + n, 0)).toBe(340);
});

test("two groups of durations far apart are both on the axis", () => {
  const cached = USUAL.map((point, i) => (i % 3 === 0 ? { ...point, observedMs: 900 } : point));
  expect(heatMap(cached, WINDOW).below).toBe(0);
});

test("a single deployment, and none, have a chart", () => {
  const one = heatMap(USUAL.slice(0, 1), WINDOW);
  expect([one.cells.length, one.grid.rows]).toEqual([1, 1]);
  expect(heatMap([], WINDOW).cells).toEqual([]);
});

test.each([
  [H, 12],
  [D, 48],
  [7 * D, 56],
  [30 * D, 60],
  [90 * D, 45],
  [9 * 365 * D, 118],
])("a window of %i ms has %i columns", (spanMs, columns) => {
  expect(heatMap([], { fromMs: FROM_MS, toMs: FROM_MS + spanMs }).grid.columns).toBe(columns);
});

test("columns begin with the days of the zone", () => {
  const offsetMs = 8 * H;
  const { grid } = heatMap(USUAL, WINDOW, offsetMs);
  const ticks = timeTicks(grid, offsetMs);
  expect(ticks.every((ms) => (ms + offsetMs) % D === 0 && (ms - grid.firstMs) % grid.stepMs === 0)).toBe(
    true,
  );
  expect(ticks.length).toBeLessThanOrEqual(8);
});

describe("a region", () => {
  const { grid, cells } = heatMap(USUAL, WINDOW);

  test("of one cell holds exactly the deployments of that cell", () => {
    for (const { column, row, n } of cells) {
      const region = regionOf(grid, { column, row }, { column, row });
      expect(USUAL.filter((point) => isInside(region, point)).length).toBe(n);
    }
  });

  test("of all cells holds all deployments, outliers included", () => {
    const region = regionOf(grid, { column: grid.columns - 1, row: 0 }, { column: 0, row: grid.rows - 1 });
    expect(region).toMatchObject({ minMs: 0, maxMs: LONGEST_MS });
    expect(regionPlace(grid, region)).toEqual({ left: 0, right: 1, top: 0, bottom: 1 });
  });

  test("lies where its cells are", () => {
    const cell = { column: 3, row: 2 };
    const { left, right, top, bottom } = regionPlace(grid, regionOf(grid, cell, cell));
    expect(cellUnder(grid, (left + right) / 2, (top + bottom) / 2)).toEqual(cell);
    expect(right - left).toBeCloseTo(1 / grid.columns, 6);
    expect(bottom - top).toBeCloseTo(1 / grid.rows, 2);
  });
});

test("pointer and keyboard stay within the chart", () => {
  const { grid } = heatMap(USUAL, WINDOW);
  expect(cellUnder(grid, -0.2, 1.4)).toEqual({ column: 0, row: 0 });
  expect(cellUnder(grid, 1, 0)).toEqual({ column: grid.columns - 1, row: grid.rows - 1 });
  expect(movedCell(grid, { column: 0, row: grid.rows - 1 }, -1, 1)).toEqual({
    column: 0,
    row: grid.rows - 1,
  });
  expect(movedCell(grid, { column: 0, row: 0 }, 1, 1)).toEqual({ column: 1, row: 1 });
  expect(cellAt(grid, WINDOW.fromMs - 1, 1).column).toBe(-1);
});
