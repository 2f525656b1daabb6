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
const PLACE = /([\w.@+-]{1,80}:\d{1,6}:\d{1,6})\)?$/;
/** No place is longer; a line can be, and of any text. */
const MAX_PLACE_LENGTH = 100;

/** Reads where an error came from. */
export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return { error: loggedId(typeof error), places: [] };
  const places = (error.stack ?? "")
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .flatMap((line) => PLACE.exec(line.slice(-MAX_PLACE_LENGTH))?.[1] ?? []);
  return { error: loggedId(error.constructor.name), places: places.slice(0, MAX_PLACES).map(asPlace) };
}

/** Guarantee: the text is what {@link PLACE} captures, the end of a path in our own sources. */
function asPlace(text: string): Place {
  return text as Place;
}
