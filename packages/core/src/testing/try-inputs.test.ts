import assert from "node:assert/strict";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tryInputs } from "./try-inputs.ts";

const run = { seed: 1 };

test("a broken promise is told with the smallest input that breaks it", async () => {
  const inputs = fc.integer({ min: 0, max: 1_000 });
  const failures = await tryInputs(
    { inputs, runs: 1_000, check: (n) => assert.ok(n < 321, "too many") },
    run,
  );
  expect(failures.length).toBeGreaterThan(0);
  for (const failure of failures) expect(failure).toContain("too many ← [321]");
});

test("all inputs are tried, and the same again for the same seed", async () => {
  const tried: number[][] = [[], []];
  for (const list of tried) {
    const check = (n: number) => void list.push(n);
    expect(await tryInputs({ inputs: fc.nat(), runs: 500, check }, run)).toEqual([]);
  }
  expect(tried[0]).toHaveLength(500);
  expect(tried[0]).toEqual(tried[1]);
});
