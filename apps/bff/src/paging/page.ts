import { type ListKey, readCursor, writeCursor } from "./cursor.ts";
import { comparePositions, type Position } from "./position.ts";

export interface PageRequest<Item> {
  readonly positionOf: (item: Item) => Position;
  readonly keys: "times" | "texts";
  readonly order: "asc" | "desc";
  readonly list: ListKey;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * Sorts a list and takes the page after the cursor. A page starts after a position rather than a count, so items that
 * appear or disappear between requests do not shift others.
 *
 * @throws ProblemError `invalid-parameters` for a cursor of another list
 */
export function pageOf<Item>(items: readonly Item[], request: PageRequest<Item>): PageOf<Item> {
  const { positionOf, list, limit, cursor } = request;
  const sign = request.order === "desc" ? -1 : 1;
  const compare = (a: Position, b: Position) => sign * comparePositions(a, b);
  const after = cursor === undefined ? null : readCursor(cursor, list, request.keys);
  const rest = items
    .filter((item) => after === null || compare(positionOf(item), after) > 0)
    .sort((a, b) => compare(positionOf(a), positionOf(b)));
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page.at(-1) : undefined;
  return { items: page, nextCursor: last === undefined ? null : writeCursor(positionOf(last), list) };
}
