import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { placeOf } from "@deploy-lens/bench/frame/place";
import { hashOfSources, isStale } from "@deploy-lens/bench/frame/sources";
import { expect, test } from "vitest";
import { duration, writeFigures } from "./document.ts";
import { PROOFS, PROVED } from "./proofs.ts";

const proof = { name: "one", claim: "it holds", load: async () => ({ run: async () => [] }) };
const circumstances = { machine: "2 × chip", day: "2026-11-23", commit: "abc1234", seed: 1 };
const figures = [
  { what: "a | b", target: "0", measured: "1 of 2", held: false },
  { what: "audit", target: "0", measured: "no answer", held: null },
];

test("figures stand in their place, with machine, day and command; the rest stays", () => {
  const before =
    "# Title\n<!-- prove:one -->\nold\n<!-- /prove:one -->\nend\n<!-- prove:two -->\n<!-- /prove:two -->";
  const after = writeFigures(
    before,
    [{ proof, figures, seconds: 61.04, sources: "0123456789ab" }],
    circumstances,
  );
  expect(after.split("\n")).toEqual([
    "# Title",
    "<!-- prove:one -->",
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    "| a \\| b | 0 | 1 of 2 | ✗ |",
    "| audit | 0 | no answer | not measured |",
    "",
    "`npm run prove -- --only one`, 61.0 s, 2026-11-23, commit abc1234, sources `0123456789ab`; 2 × chip.",
    "<!-- /prove:one -->",
    "end",
    "<!-- prove:two -->",
    "<!-- /prove:two -->",
  ]);
  expect(
    writeFigures(after, [{ proof, figures, seconds: 61.04, sources: "0123456789ab" }], circumstances),
  ).toBe(after);
});

test("a proof without a place is an error, not a figure that nobody sees", () => {
  expect(() =>
    writeFigures("nothing", [{ proof, figures, seconds: 1, sources: null }], circumstances),
  ).toThrow("prove:one");
});

test("every proof has its place in the document, in the order in which it runs", () => {
  const document = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const places = [...document.matchAll(/<!-- prove:([\w-]+) -->/g)].map(([, name]) => name);
  expect(places.toSorted()).toEqual(PROOFS.map(({ name }) => name).toSorted());
});

test("spans are read as people read them", () => {
  expect([duration(4.25), duration(150)]).toEqual(["4.3 s", "2 min 30 s"]);
});

test("proofs that are older than what they are about are named here", () => {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const document = readFileSync(new URL("../../docs/reliability.md", import.meta.url), "utf8");
  const hash = hashOfSources(root, PROVED);
  expect(hash).not.toBe(hashOfSources(root, ["no/such/folder"]));
  const stale = PROOFS.filter(({ name }) => isStale(placeOf(document, `prove:${name}`).text, hash));
  // No failure: nobody can prove everything on every change. `npm run prove` does.
  if (stale.length > 0) {
    const names = stale.map(({ name }) => name).join(", ");
    process.stderr.write(`docs/reliability.md: proved before its sources changed: ${names}\n`);
  }
});
