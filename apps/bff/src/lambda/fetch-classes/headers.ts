/** Names and values as `Headers` takes them. */
export type HeadersInput = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Line breaks and NUL end a field, and a field holds bytes. */
const NO_VALUE = /[\0\r\n]|[^\0-\xff]/;

/** Header fields of a request or an answer; keeps the order in which they were set. */
export class Headers implements Iterable<[string, string]> {
  readonly #fields = new Map<string, string>();

  constructor(input: HeadersInput = {}) {
    const pairs = Symbol.iterator in input ? input : Object.entries(input);
    for (const [name, value] of pairs) this.append(name, value);
  }

  get(name: string): string | null {
    return this.#fields.get(keyOf(name)) ?? null;
  }

  has(name: string): boolean {
    return this.#fields.has(keyOf(name));
  }

  /** @throws TypeError for what is no header field. */
  set(name: string, value: string): void {
    this.#fields.set(keyOf(name), checked(value));
  }

  /** @throws TypeError for what is no header field. */
  append(name: string, value: string): void {
    const key = keyOf(name);
    const before = this.#fields.get(key);
    this.#fields.set(key, before === undefined ? checked(value) : `${before}, ${checked(value)}`);
  }

  delete(name: string): void {
    this.#fields.delete(keyOf(name));
  }

  forEach(visit: (value: string, name: string) => void): void {
    this.#fields.forEach(visit);
  }

  entries(): MapIterator<[string, string]> {
    return this.#fields.entries();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#fields.entries();
  }
}

function keyOf(name: string): string {
  if (!NAME.test(name)) throw new TypeError("no name of a header field");
  return name.toLowerCase();
}

function checked(value: string): string {
  const trimmed = withoutEdges(`${value}`);
  if (NO_VALUE.test(trimmed)) throw new TypeError("no value of a header field");
  return trimmed;
}

const WHITE = "\t\n\r ";

function withoutEdges(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && WHITE.includes(value.charAt(from))) from += 1;
  while (to > from && WHITE.includes(value.charAt(to - 1))) to -= 1;
  return value.slice(from, to);
}
