import type { ExplorerWindow } from "./explorer-search.ts";
import { hasFailed, type Point } from "./point.ts";
import type { Region } from "./region.ts";

/** A deployment in the chart. */
export type HeatPoint = Pick<Point, "startedAtMs" | "observedMs" | "outcome">;

/** A place in the chart: columns from the left, rows from the bottom. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

export interface HeatCell extends Cell {
  readonly n: number;
  readonly failed: number;
  /** 1 to {@link LEVELS}, by the square root of `n`: few and many are told apart at once. */
  readonly level: number;
}

/** The chart's grid: equal steps of time, and of the logarithm of durations. */
export interface HeatGrid {
  /** Start of the first column, epoch ms. */
  readonly firstMs: number;
  readonly stepMs: number;
  readonly columns: number;
  /** Lower end of the lowest row, ms. */
  readonly minMs: number;
  /** Upper end of a row ÷ its lower end. */
  readonly ratio: number;
  readonly rows: number;
}

export interface HeatMap {
  readonly grid: HeatGrid;
  readonly cells: readonly HeatCell[];
  /** Deployments that are longer or shorter than the axis goes; drawn in its outermost rows. */
  readonly above: number;
  readonly below: number;
}

export const LEVELS = 5;

const H = 3_600_000;
const D = 24 * H;
const STEPS_MS = [H / 12, H / 6, H / 2, H, 3 * H, 6 * H, 12 * H, D, 2 * D, 7 * D, 28 * D] as const;
const MOST_COLUMNS = 64;
const MOST_ROWS = 24;
const ROWS_PER_DOUBLING = [8, 6, 4, 3, 2, 1, 0.5] as const;
/** At either end, the axis leaves out at most this share of the durations… */
const OUTLIERS = 0.025;
/** …if they are longer, or shorter, than the rest by this factor. */
const FAR = 4;

/**
 * Counts deployments per cell. A few very long or very short ones never squeeze the others: they are counted in the
 * outermost row, and in `above` and `below`.
 *
 * @param offsetMs the zone's offset from UTC, so that columns of a day begin at its midnight
 */
export function heatMap(points: readonly HeatPoint[], window: ExplorerWindow, offsetMs = 0): HeatMap {
  const grid = gridOf(points, window, offsetMs);
  const counts = new Map<number, { n: number; failed: number }>();
  let above = 0;
  let below = 0;
  for (const point of points) {
    const cell = cellAt(grid, point.startedAtMs, point.observedMs);
    if (cell.column < 0 || cell.column >= grid.columns) continue;
    if (cell.row >= grid.rows) above++;
    if (cell.row < 0) below++;
    const key = cell.column * grid.rows + Math.min(grid.rows - 1, Math.max(0, cell.row));
    const counted = counts.get(key) ?? { n: 0, failed: 0 };
    counts.set(key, { n: counted.n + 1, failed: counted.failed + (hasFailed(point) ? 1 : 0) });
  }
  const most = Math.max(1, ...[...counts.values()].map(({ n }) => n));
  const cells = [...counts].map(([key, { n, failed }]) => ({
    column: Math.floor(key / grid.rows),
    row: key % grid.rows,
    n,
    failed,
    level: Math.ceil(LEVELS * Math.sqrt(n / most)),
  }));
  return { grid, cells, above, below };
}

function gridOf(points: readonly HeatPoint[], { fromMs, toMs }: ExplorerWindow, offsetMs: number): HeatGrid {
  const stepMs = STEPS_MS.find((ms) => (toMs - fromMs) / ms <= MOST_COLUMNS) ?? 28 * D;
  const firstMs = Math.floor((fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  const [lowMs, highMs] = rangeOf(points.map(({ observedMs }) => observedMs));
  const doublings = Math.log2(highMs / lowMs);
  const perDoubling = ROWS_PER_DOUBLING.find((rows) => doublings * rows <= MOST_ROWS - 2) ?? 0.5;
  const firstRow = Math.floor(Math.log2(lowMs) * perDoubling);
  const lastRow = Math.floor(Math.log2(highMs) * perDoubling);
  return {
    firstMs,
    stepMs,
    columns: Math.max(1, Math.ceil((toMs - firstMs) / stepMs)),
    minMs: 2 ** (firstRow / perDoubling),
    ratio: 2 ** (1 / perDoubling),
    rows: lastRow - firstRow + 1,
  };
}

/** The durations that the axis covers, 1 ms or more. */
function rangeOf(timesMs: readonly number[]): readonly [lowMs: number, highMs: number] {
  const sorted = timesMs.map((ms) => Math.max(1, ms)).sort((a, b) => a - b);
  const out = Math.ceil(sorted.length * OUTLIERS);
  const low = sorted[out] ?? sorted[0] ?? 1_000;
  const high = sorted[sorted.length - 1 - out] ?? sorted.at(-1) ?? 600_000;
  return [sorted.find((ms) => ms >= low / FAR) ?? low, sorted.findLast((ms) => ms <= high * FAR) ?? high];
}

/** The cell of a start and a duration; may lie outside of the grid. */
export function cellAt(grid: HeatGrid, startedAtMs: number, ms: number): Cell {
  return {
    column: Math.floor((startedAtMs - grid.firstMs) / grid.stepMs),
    // The logarithm of a row's own lower end may come out a hair too small.
    row: Math.floor(Math.log(Math.max(1, ms) / grid.minMs) / Math.log(grid.ratio) + 1e-9),
  };
}

/** The region between two cells, both included. Outermost rows reach to the outliers that they hold. */
export function regionOf(grid: HeatGrid, a: Cell, b: Cell): Region {
  const [firstColumn, lastColumn] = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
  const [firstRow, lastRow] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  return {
    fromMs: grid.firstMs + firstColumn * grid.stepMs,
    toMs: grid.firstMs + (lastColumn + 1) * grid.stepMs,
    minMs: firstRow <= 0 ? 0 : Math.ceil(rowStartMs(grid, firstRow) - 1e-6),
    maxMs: lastRow >= grid.rows - 1 ? LONGEST_MS : Math.ceil(rowStartMs(grid, lastRow + 1) - 1e-6) - 1,
  };
}

/** The upper bound of a region without one: the longest duration that the API takes. */
export const LONGEST_MS = 10 ** 12;

/** Lower end of a row, ms. */
export function rowStartMs({ minMs, ratio }: HeatGrid, row: number): number {
  return minMs * ratio ** row;
}

/** A region's place in the chart, each from 0 to 1 from the upper left corner; clipped to the chart. */
export function regionPlace(
  grid: HeatGrid,
  region: Region,
): { left: number; right: number; top: number; bottom: number } {
  const x = (epochMs: number) => clamp((epochMs - grid.firstMs) / (grid.stepMs * grid.columns));
  const y = (ms: number) => 1 - clamp(yOf(grid, ms));
  return { left: x(region.fromMs), right: x(region.toMs), top: y(region.maxMs + 1), bottom: y(region.minMs) };
}

/** The height of a duration in the chart: 0 at its lower end, 1 at its upper one. */
export function yOf(grid: HeatGrid, ms: number): number {
  return Math.log(Math.max(1, ms) / grid.minMs) / (Math.log(grid.ratio) * grid.rows);
}

/** The cell under a pointer; `x` and `y` from 0 to 1 from the upper left corner. */
export function cellUnder({ columns, rows }: HeatGrid, x: number, y: number): Cell {
  return {
    column: Math.floor(clamp(x) * (columns - 1e-9)),
    row: rows - 1 - Math.floor(clamp(y) * (rows - 1e-9)),
  };
}

/** A neighbouring cell, within the grid. */
export function movedCell(
  { columns, rows }: HeatGrid,
  { column, row }: Cell,
  right: number,
  up: number,
): Cell {
  return {
    column: Math.min(columns - 1, Math.max(0, column + right)),
    row: Math.min(rows - 1, Math.max(0, row + up)),
  };
}

/** Starts of days, or of hours in short windows: at most eight. */
export function timeTicks({ firstMs, stepMs, columns }: HeatGrid, offsetMs = 0): readonly number[] {
  const endMs = firstMs + stepMs * columns;
  const everyMs =
    [H, 3 * H, 6 * H, 12 * H, D, 2 * D, 7 * D, 14 * D].find((ms) => (endMs - firstMs) / ms <= 8) ?? 28 * D;
  const ticks: number[] = [];
  for (let at = Math.ceil((firstMs + offsetMs) / everyMs) * everyMs - offsetMs; at < endMs; at += everyMs)
    ticks.push(at);
  return ticks;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
