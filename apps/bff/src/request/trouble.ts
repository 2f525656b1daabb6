import { type LoggedId, loggedId } from "./logged-id.ts";

/** Where an error that nobody foresaw came from: its class and the places it passed. Its text could hold anything. */
export interface Trouble {
  readonly error: LoggedId | null;
  /** `file:line:column`, innermost first. */
  readonly places: readonly Place[];
}

declare const checked: unique symbol;

/** One `file:line:column`. */
export type Place = string & { readonly [checked]: true };

const MAX_PLACES = 8;
const FILE = /^[\w.@+-]{1,80}$/;
const NUMBER = /^\d{1,6}$/;

/** Reads where an error came from. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { error: loggedId(typeof error), places: [] };
  const places = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .flatMap((line) => placeIn(line) ?? []);
  return { error: loggedId(error.constructor.name), places: places.slice(0, MAX_PLACES) };
}

/** The place that ends a line of a stack, in parentheses or not. */
function placeIn(line: string): Place | null {
  const [path = "", row = "", column = ""] = (line.endsWith(")") ? line.slice(0, -1) : line)
    .split(":")
    .slice(-3);
  const file = path.slice(Math.max(...SEPARATORS.map((one) => path.lastIndexOf(one))) + 1);
  const isPlace = FILE.test(file) && NUMBER.test(row) && NUMBER.test(column);
  return isPlace ? asPlace(`${file}:${row}:${column}`) : null;
}

const SEPARATORS = ["/", "\\", "(", " "];

/** Guarantee: the text is the name of a file, without its folders, and two numbers. */
function asPlace(text: string): Place {
  return text as Place;
}
