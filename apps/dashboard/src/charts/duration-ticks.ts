const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

const LADDER = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1 * S, 2 * S, 5 * S, 10 * S, 20 * S, 30 * S],
  ...[1 * MIN, 2 * MIN, 5 * MIN, 10 * MIN, 20 * MIN, 30 * MIN],
  ...[1 * H, 2 * H, 4 * H, 8 * H, 12 * H, 1 * D, 2 * D, 5 * D, 10 * D, 20 * D, 50 * D, 100 * D],
] as const;

/** Round durations about a factor of ten apart, for axes from milliseconds to hours. */
const LANDMARKS = [1, 10, 100, S, 10 * S, MIN, 10 * MIN, H, 10 * H, 4 * D, 40 * D] as const;

/**
 * Equal steps of a round duration from 0 to at most `maxMs`, with at most `count` ticks beside 0.
 *
 * @example
 * linearTicks(80_818, 5); // [0, 20000, 40000, 60000, 80000]
 */
export function linearTicks(maxMs: number, count: number): number[] {
  const step = LADDER.find((ms) => maxMs / ms <= count) ?? Math.max(1, maxMs);
  return Array.from({ length: Math.floor(maxMs / step) + 1 }, (_, i) => i * step);
}

/**
 * Round durations within a range; at most `count`, where there are few enough landmarks.
 *
 * @example
 * logTicks(5, 90_000, 6); // [10, 100, 1000, 10000, 60000]
 */
export function logTicks(minMs: number, maxMs: number, count: number): number[] {
  const inside = (ticks: readonly number[]) => ticks.filter((ms) => ms >= minMs && ms <= maxMs);
  const fine = inside(LADDER);
  return fine.length <= count ? fine : inside(LANDMARKS);
}

/** An axis on which equal distances are equal ratios. */
export interface LogAxis {
  readonly minMs: number;
  readonly maxMs: number;
}

/** The position of a duration on an axis, 0 to 1, clamped to its ends. */
export function logPosition({ minMs, maxMs }: LogAxis, ms: number): number {
  const position = Math.log(Math.max(ms, minMs) / minMs) / Math.log(maxMs / minMs);
  return Math.min(1, Math.max(0, position));
}
