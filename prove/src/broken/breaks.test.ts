import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROVE } from "../command.ts";
import { BREAKS } from "./breaks.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const proofs = PROVE.suites.map(({ name }) => name);

describe.each(BREAKS)("$proof: $defect", ({ edits, figure }) => {
  test("names the figure that must not hold, so that a proof that breaks sees nothing", () => {
    expect(figure).not.toBe("");
  });

  test.each(edits)("has its place in %s", (file, find, replace) => {
    const places = readFileSync(join(root, file), "utf8").split(find).length - 1;
    expect(places, `adapt prove/src/broken/breaks.ts to ${file}`).toBe(1);
    expect(replace).not.toBe(find);
  });
});

test("each proof has a defect to see", () => {
  const tried = new Set(BREAKS.map(({ proof }) => proof));
  expect(proofs.filter((name) => !tried.has(name))).toEqual([]);
});

test("each proof has its place in the document", () => {
  const document = readFileSync(join(root, PROVE.file), "utf8");
  const places = [...document.matchAll(/<!-- prove:([\w-]+) -->/g)].map(([, name]) => name);
  expect(places.toSorted()).toEqual(["summary", ...proofs].toSorted());
});
