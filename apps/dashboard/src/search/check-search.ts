import type { RawSearch } from "./address-search.ts";

export interface RejectedParameter {
  readonly name: string;
  readonly text: string;
}

export interface CheckedSearch<Search> {
  readonly search: Search;
  readonly rejected: readonly RejectedParameter[];
}

/** Which texts each parameter takes. */
export type SearchFields = Readonly<Record<string, (text: string) => boolean>>;

type Guard<Value extends string> = (text: string) => text is Value;

/** A query that has passed: each parameter with a value that it takes, or none. */
export type SearchOf<Fields extends SearchFields> = {
  [Name in keyof Fields]?: (Fields[Name] extends Guard<infer Value> ? Value : string) | undefined;
};

/** Takes some words. @example oneOf(["asc", "desc"])("up"); // false */
export function oneOf<const Word extends string>(words: readonly Word[]): Guard<Word> {
  return (text): text is Word => words.some((word) => word === text);
}

/** Takes any text that is not empty, up to a length. */
export function textUpTo(maxLength: number): (text: string) => boolean {
  return (text) => text.length > 0 && text.length <= maxLength;
}

/**
 * Validates a query parameter by parameter. Unknown and invalid ones are left out and reported, so that a mistyped link
 * still shows its page. No schema library: a first visit would load it for these few words alone.
 *
 * @example
 * checkSearch({ order: oneOf(["asc", "desc"]) }, { order: "up" });
 * // { search: {}, rejected: [{ name: "order", text: "up" }] }
 */
export function checkSearch<Fields extends SearchFields>(
  fields: Fields,
  raw: RawSearch,
): CheckedSearch<SearchOf<Fields>> {
  // In the order of the fields, so that the same choices give the same address.
  const accepted: Record<string, string> = {};
  for (const [name, takes] of Object.entries(fields)) {
    const text = raw[name];
    if (text !== undefined && takes(text)) accepted[name] = text;
  }
  const rejected = Object.entries(raw).flatMap(([name, text]) =>
    text === undefined || Object.hasOwn(accepted, name) ? [] : [{ name, text }],
  );
  return { search: passed(accepted), rejected };
}

/** Guarantee: each entry passed the check of its field. */
function passed<Fields extends SearchFields>(accepted: Record<string, string>): SearchOf<Fields> {
  return accepted as SearchOf<Fields>;
}
