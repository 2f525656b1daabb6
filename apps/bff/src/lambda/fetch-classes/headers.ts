export type HeadersInput = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Line breaks and NUL would end a field, and fields hold bytes only. */
const NO_VALUE = /[\0\r\n]|[^\0-\xff]/;

/**
 * Header fields in the order they were set. Implements the whole standard class except what only `set-cookie` needs:
 * the app sets no cookies.
 */
export class Headers implements Iterable<[string, string]> {
  readonly #fields: Map<string, string>;
  #mayEndWhite = false;

  constructor(input: HeadersInput = {}) {
    // Fields of our own class were validated when they were set; only appending an empty value leaves trailing
    // whitespace.
    if (input instanceof Headers && !input.#mayEndWhite) {
      this.#fields = new Map(input.#fields);
      return;
    }
    this.#fields = new Map();
    if (Symbol.iterator in input) for (const [name, value] of input) this.append(name, value);
    else for (const name of Object.keys(input)) this.append(name, input[name] ?? "");
  }

  get(name: string): string | null {
    return this.#fields.get(keyOf(name)) ?? null;
  }

  /** @throws TypeError always: see the class. */
  getSetCookie(): string[] {
    throw new TypeError("Headers.getSetCookie is not there: no answer sets cookies");
  }

  has(name: string): boolean {
    return this.#fields.has(keyOf(name));
  }

  /** @throws TypeError for an invalid header field. */
  set(name: string, value: string): void {
    this.#fields.set(keyOf(name), checked(value));
  }

  /** @throws TypeError for an invalid header field. */
  append(name: string, value: string): void {
    const key = keyOf(name);
    const before = this.#fields.get(key);
    const added = checked(value);
    if (added === "") this.#mayEndWhite = true;
    this.#fields.set(key, before === undefined ? added : `${before}, ${added}`);
  }

  delete(name: string): void {
    this.#fields.delete(keyOf(name));
  }

  forEach(visit: (value: string, name: string, headers: Headers) => void, self?: unknown): void {
    this.#fields.forEach((value, name) => {
      visit.call(self, value, name, this);
    });
  }

  keys(): MapIterator<string> {
    return this.#fields.keys();
  }

  values(): MapIterator<string> {
    return this.#fields.values();
  }

  entries(): MapIterator<[string, string]> {
    return this.#fields.entries();
  }

  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#fields.entries();
  }
}

/** Validated names with their keys: the same few dozen arrive with every request. */
const known = new Map<string, string>();
/** More than clients and gateways send. The bound keeps a caller with made-up names from filling memory. */
const MOST_KNOWN = 200;

function keyOf(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (!NAME.test(name)) throw new TypeError("no name of a header field");
  const key = name.toLowerCase();
  if (known.size < MOST_KNOWN && name.length <= 40) known.set(name, key);
  return key;
}

function checked(value: string): string {
  const trimmed = withoutEdges(`${value}`);
  if (NO_VALUE.test(trimmed)) throw new TypeError("no value of a header field");
  return trimmed;
}

/** Tab, line feed, carriage return and space are trimmed from values. */
function isWhite(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function withoutEdges(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isWhite(value.charCodeAt(from))) from += 1;
  while (to > from && isWhite(value.charCodeAt(to - 1))) to -= 1;
  return from === 0 && to === value.length ? value : value.slice(from, to);
}
