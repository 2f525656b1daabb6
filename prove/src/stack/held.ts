/** What a process holds at some moment, and what it has seen so far. */
export interface Held {
  /** After a collection. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly timers: number;
  readonly sockets: number;
  readonly warnings: number;
  readonly unhandled: number;
  readonly lines: number;
  readonly unreadableLines: number;
}

/**
 * How fast something grows, by least squares.
 *
 * @example
 * slopeOf([{ at: 0, value: 1 }, { at: 2, value: 5 }]); // 2
 */
export function slopeOf(points: readonly { readonly at: number; readonly value: number }[]): number {
  const n = points.length;
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / n;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / n;
  const over = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0);
  const under = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return under === 0 ? 0 : over / under;
}
