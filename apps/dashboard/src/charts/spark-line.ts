export interface DayValue {
  /** UTC midnight, epoch ms. */
  readonly dayMs: number;
  readonly value: number;
}

export interface SparkPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * Places values in a box, days from left to right. The scale covers at least 15 % on either side of the median, so that
 * a quiet service does not look dramatic.
 *
 * @example
 * sparkPoints([{ dayMs: 0, value: 10 }, { dayMs: 86_400_000, value: 20 }], { fromMs: 0, toMs: 86_400_000 }, { width: 100, height: 20 });
 * // [{ x: 0, y: 20 }, { x: 100, y: 0 }]
 */
export function sparkPoints(
  values: readonly DayValue[],
  window: { readonly fromMs: number; readonly toMs: number },
  size: { readonly width: number; readonly height: number },
): SparkPoint[] {
  const sorted = values.map(({ value }) => value).sort((a, b) => a - b);
  const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  const low = Math.min(sorted[0] ?? 0, median * 0.85);
  const high = Math.max(sorted.at(-1) ?? 0, median * 1.15);
  const spanMs = Math.max(1, window.toMs - window.fromMs);
  return values
    .toSorted((a, b) => a.dayMs - b.dayMs)
    .map(({ dayMs, value }) => ({
      x: round(((dayMs - window.fromMs) / spanMs) * size.width),
      y: round(size.height - ((value - low) / Math.max(1, high - low)) * size.height),
    }));
}

export function linePath(points: readonly SparkPoint[]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x} ${y}`).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
