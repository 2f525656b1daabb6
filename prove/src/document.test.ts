import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { duration, writeFigures } from "./document.ts";
import { PROOFS } from "./proofs.ts";

const proof = { name: "one", claim: "it holds", load: async () => ({ run: async () => [] }) };
const circumstances = { machine: "2 × chip", day: "2026-11-23", commit: "abc1234", seed: 1 };
const figures = [
  { what: "a | b", target: "0", measured: "1 of 2", held: false },
  { what: "audit", target: "0", measured: "no answer", held: null },
];

test("figures stand in their place, with machine, day and command; the rest stays", () => {
  const before =
    "# Title\n<!-- prove:one -->\nold\n<!-- /prove:one -->\nend\n<!-- prove:two -->\n<!-- /prove:two -->";
  const after = writeFigures(before, [{ proof, figures, seconds: 61.04 }], circumstances);
  expect(after.split("\n")).toEqual([
    "# Title",
    "<!-- prove:one -->",
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    "| a \\| b | 0 | 1 of 2 | ✗ |",
    "| audit | 0 | no answer | not measured |",
    "",
    "`npm run prove -- --only one`, 61.0 s, 2026-11-23, commit abc1234; 2 × chip.",
    "<!-- /prove:one -->",
    "end",
    "<!-- prove:two -->",
    "<!-- /prove:two -->",
  ]);
  expect(writeFigures(after, [{ proof, figures, seconds: 61.04 }], circumstances)).toBe(after);
});

test("a proof without a place is an error, not a figure that nobody sees", () => {
  expect(() => writeFigures("nothing", [{ proof, figures, seconds: 1 }], circumstances)).toThrow("prove:one");
});

test("every proof has its place in the document, in the order in which it runs", () => {
  const document = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const places = [...document.matchAll(/<!-- prove:([\w-]+) -->/g)].map(([, name]) => name);
  expect(places.toSorted()).toEqual(PROOFS.map(({ name }) => name).toSorted());
});

test("spans are read as people read them", () => {
  expect([duration(4.25), duration(150)]).toEqual(["4.3 s", "2 min 30 s"]);
});
