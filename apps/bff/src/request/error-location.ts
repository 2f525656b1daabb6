import { type LoggedId, loggedId } from "./logged-id.ts";

/** The origin of an unexpected error: its class and stack positions. Its message could contain anything. */
export interface ErrorLocation {
  readonly error: LoggedId | null;
  /** `file:line:column`, innermost first. */
  readonly places: readonly ErrorPlace[];
}

declare const checked: unique symbol;

/** One `file:line:column`. */
export type ErrorPlace = string & { readonly [checked]: true };

const MAX_PLACES = 8;
const FILE = /^[\w.@+-]{1,80}$/;
const NUMBER = /^\d{1,6}$/;

export function errorLocation(error: unknown): ErrorLocation {
  if (!(error instanceof Error)) return { error: loggedId(typeof error), places: [] };
  const places = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .flatMap((line) => placeIn(line) ?? []);
  return { error: loggedId(error.constructor.name), places: places.slice(0, MAX_PLACES) };
}

/** The position at the end of a stack line, in parentheses or not. */
function placeIn(line: string): ErrorPlace | null {
  const [path = "", row = "", column = ""] = (line.endsWith(")") ? line.slice(0, -1) : line)
    .split(":")
    .slice(-3);
  const file = path.slice(Math.max(...SEPARATORS.map((separator) => path.lastIndexOf(separator))) + 1);
  const isPlace = FILE.test(file) && NUMBER.test(row) && NUMBER.test(column);
  return isPlace ? asPlace(`${file}:${row}:${column}`) : null;
}

const SEPARATORS = ["/", "\\", "(", " "];

/** Guarantee: the text is a file name without folders, and two numbers. */
function asPlace(text: string): ErrorPlace {
  return text as ErrorPlace;
}
