import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PROOFS } from "../proofs.ts";
import { BREAKS } from "./breaks.ts";

const root = join(import.meta.dirname, "..", "..", "..");

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
  expect(PROOFS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});
