/** An item's place in its list: the sort key, then the id. */
export interface Position {
  readonly key: number | string;
  readonly id: string;
}

export function comparePositions(a: Position, b: Position): number {
  return compare(a.key, b.key) || compare(a.id, b.id);
}

/** Numbers before texts; a list holds only one kind. Texts compare by code unit, so that every machine agrees. */
function compare(a: number | string, b: number | string): number {
  if (a === b) return 0;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === "number" ? -1 : 1;
}
