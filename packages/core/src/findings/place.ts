/** A place of a change in a window: the index of the first observation at the new level. */
export interface ChangePlace {
  readonly at: number;
  /** The first and the last index that are nearly as likely. */
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the place with the largest sum, and the first and last whose sums are within a distance of it. The first observation
 * is no place, since nothing comes before it.
 */
export function likelyPlace(sums: Float64Array, within: number): ChangePlace {
  let at = 1;
  for (let i = 2; i < sums.length; i++) if ((sums[i] ?? 0) >= (sums[at] ?? 0)) at = i;
  const least = (sums[at] ?? 0) - within;
  let from = at;
  let to = at;
  for (let i = 1; i < sums.length; i++) {
    if ((sums[i] ?? 0) < least) continue;
    from = Math.min(from, i);
    to = Math.max(to, i);
  }
  return { at, from, to };
}

/** Log-likelihoods up to this much below the best are nearly as likely: one true place in twenty lies beyond. */
export const NEARLY_AS_LIKELY = 3;
