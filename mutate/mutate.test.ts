import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashOfSources } from "../bench/src/frame/sources.ts";
import { AREAS } from "./areas.ts";
import { readTable, withMeasured } from "./document.ts";
import { judge } from "./judge.ts";
import { readKnown } from "./report.ts";

const root = join(import.meta.dirname, "..");
const EMPTY = "# Mutation\n<!-- mutate:a -->\n<!-- /mutate:a -->\nrest\n";
const measured = (file: string, killed: number) => ({
  ...{ file, mutants: 10, killed, equivalent: 10 - killed },
  ...{ day: "2026-11-28", sources: "0123456789ab" },
});

test("a run of some files leaves the rows of the others, and drops those of files that are gone", () => {
  const first = withMeasured(
    EMPTY,
    "a",
    [measured("c.ts", 9), measured("b.ts", 8), measured("gone.ts", 1)],
    [...["b.ts", "c.ts", "gone.ts"]],
  );
  const second = withMeasured(first, "a", [measured("b.ts", 10)], ["b.ts", "c.ts"]);
  expect(readTable(second, "a")).toEqual([measured("b.ts", 10), measured("c.ts", 9)]);
  expect(second).toContain("| all | 20 | 19 | 95.0 % | 1 |  |");
  expect(second).toMatch(/\nrest\n$/);
});

test("a survivor without a reason, a reason without a survivor and too few kills fail", () => {
  const survivor = { file: "a.ts", line: 7, code: "a < b", becomes: "a <= b" };
  const known = { file: "a.ts", code: "a < b", becomes: "a <= b", why: "they are never equal here" };
  const score = { file: "a.ts", mutants: 10, killed: 9, survivors: [survivor] };
  const failuresOf = (atLeast: number, ...list: (typeof known)[]) => judge(score, atLeast, list).failures;
  expect(failuresOf(0.9, known)).toEqual([]);
  expect(failuresOf(0.91, known)).toEqual([expect.stringContaining("fewer than 91 %")]);
  expect(failuresOf(0.9)).toEqual([expect.stringContaining("a.ts:7: no test notices `a < b` → `a <= b`")]);
  expect(failuresOf(0.9, known, { ...known, code: "b < c" })).toEqual([
    expect.stringContaining("`b < c` → `a <= b` survives no more"),
  ]);
  expect(failuresOf(0.9, known, { ...known, file: "b.ts" })).toEqual([]);
});

test("mutate/survivors.json names code that is there", () => {
  for (const { file, code } of readKnown(join(root, "mutate", "survivors.json"))) {
    const path = join(root, file);
    const source = existsSync(path) ? readFileSync(path, "utf8").replace(/\s+/g, " ") : "";
    expect(source.includes(code), `${file}: take \`${code}\` out of mutate/survivors.json`).toBe(true);
  }
});

test("docs/mutation.md has a table for each area, of files that are there; those that have changed are named here", () => {
  const document = readFileSync(join(root, "docs", "mutation.md"), "utf8");
  const stale: string[] = [];
  for (const { name, mutate } of AREAS) {
    const files = mutate.flatMap((pattern) => globSync(pattern, { cwd: root }));
    for (const { file, sources } of readTable(document, name)) {
      expect(files, `npm run mutate -- --write, of a file of ${name}, drops the row`).toContain(file);
      if (hashOfSources(root, [file]) !== sources) stale.push(file);
    }
  }
  // Not a failure, since not every change can be measured. `npm run mutate -- --write FILE` measures again.
  if (stale.length > 0) {
    process.stderr.write(`docs/mutation.md: measured before the file changed: ${stale.join(", ")}\n`);
  }
});
