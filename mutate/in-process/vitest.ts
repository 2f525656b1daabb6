// Stands in for vitest where tests need no more of it than `describe`, `test`, `it` and `expect`.
import { expect, expectTypeOf } from "vitest";

type Run = () => unknown;
type Title = string | ((...args: never) => unknown);
interface Declare {
  (title: Title, run: Run): void;
  each: (rows: readonly unknown[]) => (title: Title, run: (...row: unknown[]) => unknown) => void;
}

interface Declared {
  readonly name: string;
  readonly run: Run;
}

let registered: Declared[] = [];

/** Returns the declarations since the last call. */
export function takeDeclared(): readonly Declared[] {
  const taken = registered;
  registered = [];
  return taken;
}

const test: Declare = declared((title, run) => {
  registered.push({ name: typeof title === "string" ? title : title.name, run });
});

/** A group is run as a whole, with what it computes for its tests. */
const describe: Declare = declared((title, declareInside) => {
  test(title, async () => {
    takeDeclared();
    declareInside();
    for (const { run } of takeDeclared()) await run();
  });
});

export { describe, expect, expectTypeOf, test as it, test };

/** Adds `each`, which passes the items of a row that is a list one by one. */
function declared(declare: (title: Title, run: Run) => void): Declare {
  const each: Declare["each"] = (rows) => (title, run) => {
    for (const row of rows) declare(title, () => (Array.isArray(row) ? run(...row) : run(row)));
  };
  return Object.assign(declare, { each });
}
