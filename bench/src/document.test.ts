import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { writeFigures } from "./document.ts";
import { atMost, type Figure, plain } from "./figure.ts";
import { SUITES } from "./suites.ts";

const PLACES = ["summary", ...SUITES.map(({ name }) => name)]
  .map((name) => `<!-- bench:${name} -->\n<!-- /bench:${name} -->\n`)
  .join("between\n");
const HERE = { machine: "a machine", day: "2026-11-23", commit: "abc" };

function written(document: string, name: string, figures: readonly Figure[]): string {
  const suite = SUITES.find((one) => one.name === name);
  if (suite === undefined) throw new Error(`there is no suite ${name}`);
  return writeFigures(
    document,
    [{ suite, figures, seconds: 3, load: "load 0.1", sources: "0123456789ab" }],
    HERE,
    tmpdir(),
  );
}

const met = atMost("bytes", 1, 2, String);
const missed = { ...atMost("time", 3, 2, String), floor: "Physics." };

test("figures stand in their suite's place, and with a target in the summary", () => {
  const document = written(PLACES, "warm", [met, plain("context", "9")]);
  expect(document).toContain("| bytes | 1 |  | ≤ 2 | ✓ |");
  expect(document).toContain("| [warm](#warm) | bytes | 1 | ≤ 2 | ✓ |");
  expect(document).toContain("1 of 1 targets are met.");
  expect(document).not.toContain("| [warm](#warm) | context");
  expect(document).toContain("2026-11-23, commit abc, sources `0123456789ab`; a machine, load 0.1.");
  expect(document.match(/between/g)).toHaveLength(SUITES.length);
});

test("what is missed says why, what is met does not", () => {
  const document = written(PLACES, "warm", [met, missed]);
  expect(document).toContain("**Why not.** Physics.");
  expect(document).toContain("1 of 2 targets are met, 1 missed.");
  expect(written(document, "warm", [{ ...missed, held: true }])).not.toContain("Physics.");
});

test("a run of one suite keeps what stands of the others, in the summary too", () => {
  const document = written(written(PLACES, "page", [missed]), "warm", [met]);
  expect(document).toContain("| [page](#page) | time | 3 | ≤ 2 | ✗ |");
  expect(document).toContain("1 of 2 targets are met, 1 missed.");
});

test("a document without a suite's place is refused", () => {
  expect(() => written("# Performance", "warm", [met])).toThrow("no place");
});
