/**
 * Makes a function that loads something begin at once, so that its first call finds the answer there, or under way. A load
 * that fails meanwhile is made again on that call.
 */
export function begunAlready<Value>(load: () => Promise<Value>): {
  readonly load: () => Promise<Value>;
  /** When the early load is over, one way or the other. */
  readonly settled: Promise<unknown>;
} {
  let early: Promise<Value> | null = load();
  const settled = early.catch(() => undefined);
  return {
    settled,
    load: () => {
      const first = early;
      early = null;
      return first === null ? load() : first.catch(load);
    },
  };
}
