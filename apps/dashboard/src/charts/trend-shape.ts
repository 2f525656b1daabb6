export interface TrendDay {
  /** UTC midnight, epoch ms. */
  readonly dayMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly n: number;
}

/** UTC, epoch ms. */
export interface TrendWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** When a level changed, and the range of times that it may have changed in; epoch ms. */
export interface TrendChange {
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TrendShape {
  /** Path of the medians. */
  readonly line: string;
  /** Area between median and p90. */
  readonly band: string;
  /** One per day; `x` from 0 to 1. */
  readonly places: readonly { readonly day: TrendDay; readonly x: number; readonly y: number }[];
  readonly maxMs: number;
}

const WIDTH = 1000;
const HEIGHT = 100;
const DAY_MS = 86_400_000;

/**
 * Draws a window's days, from 0 up to the highest p90. Days without deployments are skipped and their neighbours
 * connected. Each day is drawn at its middle.
 */
export function trendShape(days: readonly TrendDay[], window: TrendWindow): TrendShape {
  const maxMs = Math.max(1, ...days.map(({ p90Ms }) => p90Ms));
  const xOf = xIn(window);
  const places = days
    .toSorted((a, b) => a.dayMs - b.dayMs)
    .map((day) => ({
      day,
      x: xOf(day.dayMs + DAY_MS / 2),
      y: 1 - day.p50Ms / maxMs,
    }));
  const at = (x: number, ms: number) => `${round(x * WIDTH)} ${round((1 - ms / maxMs) * HEIGHT)}`;
  const medians = places.map(({ x, day }) => at(x, day.p50Ms));
  const tops = places.map(({ x, day }) => at(x, day.p90Ms));
  return {
    line: pathOf(medians),
    band: medians.length === 0 ? "" : `${pathOf([...medians, ...tops.toReversed()])}Z`,
    places,
    maxMs,
  };
}

/** Places a change on the same scale, cut at the window's ends. */
export function changePlace(
  { atMs, fromMs, toMs }: TrendChange,
  window: TrendWindow,
): { readonly x: number; readonly from: number; readonly to: number } {
  const xOf = xIn(window);
  return { x: xOf(atMs), from: xOf(fromMs), to: xOf(toMs) };
}

/** The scale of a window's times, from 0 at the start of its first day to 1. */
function xIn({ fromMs, toMs }: TrendWindow): (ms: number) => number {
  const firstMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  const spanMs = Math.max(DAY_MS, toMs - firstMs);
  return (ms) => Math.min(1, Math.max(0, (ms - firstMs) / spanMs));
}

/** The place closest to a position from 0 to 1. */
export function nearestPlace<Place extends { readonly x: number }>(
  places: readonly Place[],
  x: number,
): Place | null {
  return places.reduce<Place | null>(
    (best, place) => (best === null || Math.abs(place.x - x) < Math.abs(best.x - x) ? place : best),
    null,
  );
}

function pathOf(points: readonly string[]): string {
  return points.map((point, i) => `${i === 0 ? "M" : "L"}${point}`).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
