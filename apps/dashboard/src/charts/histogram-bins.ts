import type { DurationHistogram } from "@deploy-lens/core/histogram";

export interface Bin {
  readonly aboveMs: number;
  readonly upToMs: number;
  readonly count: number;
}

/**
 * Merges an exponential histogram's buckets into wider ones, `perDoubling` per factor of two, filling gaps with empty
 * bins. Durations of 0 ms count into the lowest. The merge is exact, because bounds of wide buckets are bounds of
 * narrow ones.
 *
 * @param perDoubling a power of two, at most 2^scale
 * @example
 * binsOf({ scale: 1, count: 3, sumMs: 9, zeroCount: 0, offset: 2, bucketCounts: [1, 0, 2] }, 1);
 * // [{ aboveMs: 2, upToMs: 4, count: 1 }, { aboveMs: 4, upToMs: 8, count: 2 }]
 */
export function binsOf(histogram: DurationHistogram, perDoubling: number): Bin[] {
  const { scale, offset, bucketCounts, zeroCount } = histogram;
  const wide = Math.max(1, 2 ** scale / perDoubling);
  const counts = new Map<number, number>();
  for (const [i, count] of bucketCounts.entries()) {
    const bin = Math.floor((offset + i) / wide);
    if (count > 0) counts.set(bin, (counts.get(bin) ?? 0) + count);
  }
  const bins = [...counts.keys()];
  const lowest = bins.length === 0 ? 0 : Math.min(...bins);
  if (zeroCount > 0) counts.set(lowest, (counts.get(lowest) ?? 0) + zeroCount);
  if (counts.size === 0) return [];
  const highest = Math.max(...counts.keys());
  const bound = (bin: number) => 2 ** ((bin * wide) / 2 ** scale);
  return Array.from({ length: highest - lowest + 1 }, (_, i) => ({
    aboveMs: bound(lowest + i),
    upToMs: bound(lowest + i + 1),
    count: counts.get(lowest + i) ?? 0,
  }));
}

/** A bin width, per factor of two, that suits this many durations. */
export function binsPerDoubling(count: number): number {
  return count < 30 ? 2 : 4;
}
