/**
 * The unit of `offset`. The reference page says pages; some clients of the same platform count rows, and no document
 * settles it.
 */
export type SimulatedOffsets = "page" | "row";

/**
 * Cuts one page out of a list.
 *
 * @example
 * pageOf(["a", "b", "c"], 1, 2, "page"); // ["c"]
 * pageOf(["a", "b", "c"], 1, 2, "row"); // ["b", "c"]
 */
export function cutPage<T>(
  rows: readonly T[],
  offset: number,
  limit: number,
  mode: SimulatedOffsets,
): readonly T[] {
  const first = mode === "page" ? offset * limit : offset;
  return rows.slice(first, first + limit);
}
