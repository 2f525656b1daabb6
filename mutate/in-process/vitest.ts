// Stands in for vitest where tests need no more of it than this.
import { mock } from "node:test";
import { expect, expectTypeOf, vi as vitest } from "vitest";

type Run = () => unknown;
type Title = string | ((...args: never) => unknown);
interface Declare {
  (title: Title, run: Run | object, runAfterOptions?: Run | number): void;
  each: (rows: readonly unknown[]) => (title: Title, run: (...row: unknown[]) => unknown) => void;
  skipIf: (isSkipped: boolean) => Declare;
}

/** The declarations of a file or a group. */
export interface Group {
  readonly hooks: Readonly<Record<"beforeAll" | "beforeEach" | "afterEach" | "afterAll", Run[]>>;
  readonly entries: (Declared | Group)[];
}

/** A declared test. */
export interface Declared {
  readonly name: string;
  readonly run: Run;
}

let group = newGroup();
let finished: Run[] = [];

/** Returns what was declared since the last call. */
export function takeDeclared(): Group {
  const taken = group;
  group = newGroup();
  return taken;
}

/** Returns what the running test asked to run after it, since the last call. */
export function takeFinished(): readonly Run[] {
  const taken = finished;
  finished = [];
  return taken;
}

const test: Declare = declared((title, run) => {
  group.entries.push({ name: typeof title === "string" ? title : title.name, run });
});

const describe: Declare = declared((_, declareInside) => {
  const outer = group;
  group = newGroup();
  outer.entries.push(group);
  declareInside();
  group = outer;
});

const beforeAll = (run: Run) => void group.hooks.beforeAll.push(run);
const beforeEach = (run: Run) => void group.hooks.beforeEach.push(run);
const afterEach = (run: Run) => void group.hooks.afterEach.push(run);
const afterAll = (run: Run) => void group.hooks.afterAll.push(run);
const onTestFinished = (run: Run) => void finished.push(run);

/** Of the timers the date alone is false; the others are counted, and run as they are. */
const vi = {
  ...{ fn: vitest.fn, spyOn: vitest.spyOn, waitUntil: vitest.waitUntil },
  useFakeTimers({ now = Date.now(), toFake = ["Date"] }: { now?: number; toFake?: readonly string[] } = {}) {
    if (toFake.includes("Date")) mock.timers.enable({ apis: ["Date"], now });
    if (toFake.includes("setTimeout")) countTimers();
  },
  setSystemTime: (now: number) => mock.timers.setTime(now),
  getTimerCount: () => timers.size,
  useRealTimers() {
    mock.timers.reset();
    Object.assign(globalThis, real);
  },
};

const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
const timers = new Set<unknown>();

function countTimers(): void {
  timers.clear();
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms: number) => {
      const timer = real.setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer: NodeJS.Timeout) => {
      timers.delete(timer);
      real.clearTimeout(timer);
    },
  });
}

export {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  expectTypeOf,
  onTestFinished,
  test as it,
  test,
  vi,
};

function isRun(one: unknown): one is Run {
  return typeof one === "function";
}

function toList(row: unknown): unknown[] {
  return Array.isArray(row) ? row : [row];
}

function newGroup(): Group {
  return { hooks: { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] }, entries: [] };
}

/** Adds `each`, which passes the items of rows one by one where all of them are lists, and `skipIf`. */
function declared(add: (title: Title, run: Run) => void): Declare {
  const declare = (title: Title, run: Run | object, runAfterOptions?: Run | number) => {
    const given = [run, runAfterOptions].find(isRun);
    if (given !== undefined) add(title, given);
  };
  const each: Declare["each"] = (rows) => (title, run) => {
    const areLists = rows.every((row) => Array.isArray(row));
    for (const row of rows) declare(title, () => (areLists ? run(...toList(row)) : run(row)));
  };
  const skipIf: Declare["skipIf"] = (isSkipped) => (isSkipped ? declared(() => undefined) : both);
  const both: Declare = Object.assign(declare, { each, skipIf });
  return both;
}
