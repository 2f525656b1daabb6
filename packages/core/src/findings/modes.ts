/** Fewest observations that show two modes. */
const MIN_OBSERVATIONS = 12;

/** Each mode has at least this share of the observations, and never fewer than {@link MIN_IN_MODE}. */
const MIN_SHARE = 0.05;
const MIN_IN_MODE = 3;

/** No duration lies between the modes over a range of this ratio. */
const MIN_GAP_RATIO = 2;

/** Modes alternate; a lasting change, however large, changes sides once, and a temporary one twice. */
const MIN_CHANGES_OF_SIDE = 4;

/**
 * Finds what separates pulls of a cached image from pulls over the network (and builds from cached builds) where no event
 * says which it was: the middle, on a logarithmic scale, of the widest gap between durations.
 *
 * ModelArts' user guide gives 1 to 2 s for a cached image and about a minute for another; within a mode, durations vary by
 * less than a factor of two between neighbours.
 *
 * @param durationsMs of a reference range, before any change that is looked for: a step must not pass for a mode.
 * @returns ms, or `null` if there is one mode.
 * @example
 * modeBoundary([1400, 1500, 1700, 58000, 61000, …]); // 9929
 */
export function modeBoundary(durationsMs: readonly number[]): number | null {
  const n = durationsMs.length;
  if (n < MIN_OBSERVATIONS) return null;
  const sorted = durationsMs.map((ms) => Math.max(1, ms)).sort((a, b) => a - b);
  const least = Math.max(MIN_IN_MODE, Math.ceil(MIN_SHARE * n));
  let widest = MIN_GAP_RATIO;
  let boundary: number | null = null;
  for (let i = least; i <= n - least; i++) {
    const below = sorted[i - 1] ?? 1;
    const above = sorted[i] ?? 1;
    if (above / below < widest) continue;
    widest = above / below;
    boundary = Math.sqrt(above * below);
  }
  return boundary;
}

/**
 * Labels each duration of a series by its mode: 1 above the boundary, else 0. `null` if there is one mode, or if the durations
 * changed from one level to another instead of alternating.
 *
 * @param durationsMs in the order of the runs
 */
export function modesOf(durationsMs: readonly number[]): readonly (0 | 1)[] | null {
  const boundary = modeBoundary(durationsMs);
  if (boundary === null) return null;
  const labels = durationsMs.map((ms) => (ms > boundary ? 1 : 0));
  const changes = labels.filter((label, i) => i > 0 && label !== labels[i - 1]).length;
  return changes >= MIN_CHANGES_OF_SIDE ? labels : null;
}
