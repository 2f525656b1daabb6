import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@deploy-lens/bench/frame/command-line";
import { hashOfSources } from "@deploy-lens/bench/frame/sources";
import { expect, test } from "vitest";
import { parseCommand } from "./command-line.ts";
import { duration, writeFigures, writeSummary } from "./outcome.ts";
import { PROOFS, PROVED } from "./proofs.ts";

const root = join(import.meta.dirname, "..", "..");
const reliability = readFileSync(join(root, "docs", "reliability.md"), "utf8");
const circumstances = { machine: "2 × chip", day: "2026-11-23", commit: "abc1234" };
const outcome = {
  proof: { name: "one", claim: "it holds", load: async () => ({ run: async () => [] }) },
  run: { size: "long" as const, seed: 1 },
  figures: [
    { what: "a | b", target: "0", measured: "1 of 2", held: false },
    { what: "audit", target: "0", measured: "no answer", held: null },
  ],
  seconds: 61.04,
  load: "load 0.1",
  sources: "0123456789ab",
};

test("figures stand in their place, with machine, day and command; the rest stays", () => {
  const before =
    "# Title\n<!-- prove:one -->\nold\n<!-- /prove:one -->\nend\n<!-- prove:two -->\n<!-- /prove:two -->";
  const after = writeFigures(before, outcome, circumstances);
  expect(after.split("\n")).toEqual([
    "# Title",
    "<!-- prove:one -->",
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    "| a \\| b | 0 | 1 of 2 | ✗ |",
    "| audit | 0 | no answer | not measured |",
    "",
    "`npm run prove -- --only one --long`, 61.0 s, 2026-11-23, commit abc1234, sources `0123456789ab`; 2 × chip, load 0.1.",
    "<!-- /prove:one -->",
    "end",
    "<!-- prove:two -->",
    "<!-- /prove:two -->",
  ]);
  expect(writeFigures(after, outcome, circumstances)).toBe(after);
});

test("a proof without a place is an error, not a figure that nobody sees", () => {
  expect(() => writeFigures("nothing", outcome, circumstances)).toThrow("prove:one");
});

test("every proof has its place in the document", () => {
  const places = [...reliability.matchAll(/<!-- prove:([\w-]+) -->/g)].map(([, name]) => name);
  expect(places.toSorted()).toEqual(["summary", ...PROOFS.map(({ name }) => name)].toSorted());
});

test("durations are in minutes once they are long", () => {
  expect([4.25, 150, 179.9].map(duration)).toEqual(["4.3 s", "2 min 30 s", "2 min 59 s"]);
});

test("the summary counts the tables as they stand, and names those older than the sources", () => {
  const hash = hashOfSources(root, PROVED);
  expect(hash).not.toBe(hashOfSources(root, ["no/such/folder"]));
  const document = ["summary", ...PROOFS.map(({ name }) => name)]
    .map(
      (name) =>
        `<!-- prove:${name} -->\n| a | 0 | 0 | ✓ |\nmade, sources \`${hash}\`;\n<!-- /prove:${name} -->\n`,
    )
    .join("");
  expect(writeSummary(document, root)).toContain(
    `${PROOFS.length} of ${PROOFS.length} figures hold, 0 do not`,
  );
  expect(writeSummary(document, root)).not.toContain("Proved before");
  expect(writeSummary(document.replaceAll(`${hash}`, "0"), root)).toContain("`fuzz-core`, `fuzz-upstream`");
});

test("everything is proved and written down by default", () => {
  const all = { only: [], size: "full", seed: 1, write: true, broken: false };
  expect(parseCommand([])).toEqual(all);
  expect(parseCommand(["--only", "soak,outage", "--only", "secrets", "--seed", "7", "--no-write"])).toEqual({
    ...all,
    only: ["soak", "outage", "secrets"],
    seed: 7,
    write: false,
  });
});

test("figures of small sizes are not written down", () => {
  expect(parseCommand(["--quick"])).toMatchObject({ size: "quick", write: false });
  expect(parseCommand(["--long"])).toMatchObject({ size: "long", write: true });
});

test("help and list run nothing", () => {
  expect([parseCommand(["-h"]), parseCommand(["--list", "--quick"])]).toEqual(["help", "list"]);
});

test.each([[["--only", "sock"]], [["--seed", "1.5"]], [["--fast"]], [["outage"]], [["--quick", "--long"]]])(
  "%j is a mistake",
  (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  },
);
