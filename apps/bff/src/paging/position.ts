/** Where an item stands in its list: what it is sorted by, then its id. */
export interface Position {
  readonly key: number | string;
  readonly id: string;
}

/** Orders positions of one list, smallest first. */
export function comparePositions(a: Position, b: Position): number {
  return compare(a.key, b.key) || compare(a.id, b.id);
}

/** Numbers before texts; lists hold only one of both. Texts by code unit, so that every machine agrees. */
function compare(a: number | string, b: number | string): number {
  if (a === b) return 0;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}
