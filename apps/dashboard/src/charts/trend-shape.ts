/** A day's figures. */
export interface TrendDay {
  /** UTC midnight, epoch ms. */
  readonly dayMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly n: number;
}

/** A trend in a box of 1000 by 100, whatever its size on the screen. */
export interface TrendShape {
  /** The medians. */
  readonly line: string;
  /** From the medians up to p90. */
  readonly band: string;
  /** From 0 to 1 from the left; one per day. */
  readonly places: readonly { readonly day: TrendDay; readonly x: number; readonly y: number }[];
  /** What the top of the box stands for. */
  readonly maxMs: number;
}

const WIDTH = 1000;
const HEIGHT = 100;
const DAY_MS = 86_400_000;

/**
 * Draws days over a window, from 0 at the bottom to the highest p90 at the top. A day without deployments is no point: its
 * neighbours are joined.
 *
 * @param window UTC; a day stands at its middle.
 */
export function trendShape(
  days: readonly TrendDay[],
  window: { readonly fromMs: number; readonly toMs: number },
): TrendShape {
  const maxMs = Math.max(1, ...days.map(({ p90Ms }) => p90Ms));
  const firstMs = Math.floor(window.fromMs / DAY_MS) * DAY_MS;
  const spanMs = Math.max(DAY_MS, window.toMs - firstMs);
  const places = days
    .toSorted((a, b) => a.dayMs - b.dayMs)
    .map((day) => ({
      day,
      x: Math.min(1, (day.dayMs + DAY_MS / 2 - firstMs) / spanMs),
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

/** The place nearest to a position from 0 to 1. */
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
