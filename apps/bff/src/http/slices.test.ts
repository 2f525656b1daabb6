import fc from "fast-check";
import { expect, test } from "vitest";
import { inSlices, jsonInSteps, type Steps } from "./slices.ts";

/** Keeps the processor busy. */
function spin(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

function* longWork(steps: number): Steps<string> {
  for (let step = 0; step < steps; step += 1) {
    spin(4);
    yield;
  }
  return "done";
}

test("others have their turn while long work goes on", async () => {
  let turns = 0;
  let over = false;
  const count = () => {
    turns += 1;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  expect(await inSlices(longWork(60))).toBe("done");
  over = true;
  // At least 240 ms of work, yielding about every ten.
  expect(turns).toBeGreaterThan(10);
});

test("work is given up when nobody waits for it", async () => {
  const leaving = new AbortController();
  setImmediate(() => leaving.abort(new Error("left")));
  await expect(inSlices(longWork(1_000), leaving.signal)).rejects.toThrow("left");
});

test("JSON in steps is what JSON.stringify writes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(JSON.parse(await inSlices(jsonInSteps(value)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
