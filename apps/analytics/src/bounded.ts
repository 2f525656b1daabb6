/**
 * Works through a list with a limited number of hands; each item once, in order of the list. Rejects with the first error that
 * `work` lets out, after the work that had begun is over.
 */
export async function forEachBounded<Item>(
  items: Iterable<Item>,
  hands: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const failures: unknown[] = [];
  async function hand(): Promise<void> {
    for (let next = rest.next(); !next.done && failures.length === 0; next = rest.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, hands) }, hand));
  if (failures.length > 0) throw failures[0];
}
