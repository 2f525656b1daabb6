/** Reads the parameters of one query, and remembers the names of those that do not fit. */
export interface QueryReader {
  /** One of a closed set; `null` when not given. */
  choice<const T extends string>(name: string, choices: readonly T[]): T | null;
  /** A decimal integer from `min`; `null` when not given. */
  integer(name: string, min: number): number | null;
  /** Any text that `accepts`; `null` when not given. */
  text(name: string, accepts?: (text: string) => boolean): string | null;
  /** Rejects a parameter for another reason. */
  reject(name: string): void;
  /** The names that did not fit, in order of reading. */
  invalid(): readonly string[];
}

/**
 * Creates a reader. Where the API reference is silent it is strict and refuses an empty value, a sign, a decimal
 * point or a repeated parameter, so that a client that works here works with a more tolerant platform too. Parameters
 * that are not read are ignored.
 *
 * @example const query = readQuery(new URLSearchParams("limit=0&order=up")); query.integer("limit", 1); // null
 * query.choice("order", ["asc", "desc"]); // null query.invalid(); // ["limit", "order"]
 */
export function readParameters(parameters: URLSearchParams): QueryReader {
  const invalid = new Set<string>();

  function one<T>(name: string, parse: (value: string) => T | null): T | null {
    const values = parameters.getAll(name);
    const [value] = values;
    if (value === undefined) return null;
    const parsed = values.length > 1 ? null : parse(value);
    if (parsed === null) invalid.add(name);
    return parsed;
  }

  return {
    choice: (name, choices) => one(name, (value) => choices.find((choice) => choice === value) ?? null),
    integer: (name, min) =>
      one(name, (value) => {
        const parsed = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
        return Number.isSafeInteger(parsed) && parsed >= min ? parsed : null;
      }),
    text: (name, accepts = () => true) =>
      one(name, (value) => (value !== "" && accepts(value) ? value : null)),
    reject: (name) => invalid.add(name),
    invalid: () => [...invalid],
  };
}
