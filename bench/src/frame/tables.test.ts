import { tmpdir } from "node:os";
import { UsageError } from "@deploy-lens/command";
import {
  atLeast,
  atMost,
  duration,
  type Figure,
  never,
  PUBLISHED,
  plain,
  unmeasured,
} from "@deploy-lens/core/testing/figure";
import { expect, test } from "vitest";
import { describeFigure, type MeasuringCommand, parseMeasuring } from "./measure.ts";
import type { Suite } from "./suite.ts";
import { writeTable } from "./tables.ts";

const suite = (name: string, more: Partial<Suite> = {}): Suite => ({
  name,
  title: `What ${name} shows`,
  sources: [],
  load: async () => ({ run: async () => [] }),
  ...more,
});

const BENCH: MeasuringCommand = {
  command: "bench",
  file: "docs/performance.md",
  list: "suites.ts",
  suites: [suite("page", { how: "In turn." }), suite("warm")],
  columns: ["", "measured", "beside it", "target"],
  repeatsTargets: true,
  isSized: false,
  mustHold: false,
  help: "",
};
const PROVE: MeasuringCommand = {
  ...BENCH,
  command: "prove",
  suites: [suite("one"), suite("soak", { fullOnly: true })],
  columns: ["", "target", "measured"],
  repeatsTargets: false,
  isSized: true,
};
const CIRCUMSTANCES = { machine: "2 × chip", day: "2026-11-23", commit: "abc1234" };

function written(
  command: MeasuringCommand,
  text: string,
  name: string,
  figures: readonly Figure[],
  run = PUBLISHED,
) {
  const measured = command.suites.find((one) => one.name === name) ?? suite(name);
  const outcome = {
    suite: measured,
    run,
    figures,
    seconds: 61.04,
    load: "load 0.1",
    sources: "0123456789ab",
  };
  return writeTable(command, text, outcome, CIRCUMSTANCES, tmpdir());
}

const places = ({ command, suites }: MeasuringCommand) =>
  ["summary", ...suites.map(({ name }) => name)]
    .map((name) => `<!-- ${command}:${name} -->\nold\n<!-- /${command}:${name} -->`)
    .join("\nbetween\n");

const met = atMost("bytes", 1, 2, String);
const missed = { ...atMost("time", 3, 2, String), floor: "Physics." };

test("figures stand in their place, with machine, day and command; the rest stays", () => {
  const figures = [never("a | b", ["x"], 2), unmeasured("audit", "0", "no answer")];
  const after = written(PROVE, places(PROVE), "one", figures, { size: "long", seed: 7 });
  expect(after.split("\n")).toEqual([
    "<!-- prove:summary -->",
    "0 of 2 targets are met, 1 missed, 1 not measured.",
    "<!-- /prove:summary -->",
    "between",
    "<!-- prove:one -->",
    "| | target | measured | |",
    "| --- | --- | --- | --- |",
    "| a \\| b | 0 | 1 of 2 | ✗ |",
    "| audit | 0 | not measured: no answer | not measured |",
    "",
    "`npm run prove -- --only one --long --seed 7`, 61.0 s, 2026-11-23, commit abc1234, sources `0123456789ab`; 2 × chip, load 0.1.",
    "<!-- /prove:one -->",
    "between",
    "<!-- prove:soak -->",
    "old",
    "<!-- /prove:soak -->",
  ]);
  expect(written(PROVE, after, "one", figures, { size: "long", seed: 7 })).toBe(after);
});

test("a summary repeats what has a target, whichever run it is from; what is missed says why", () => {
  const before = written(BENCH, places(BENCH), "page", [missed]);
  expect(before).toContain("**What page shows.** In turn.\n\n| | measured | beside it | target | |");
  expect(before).toContain("**Why not.** Physics.");
  const after = written(BENCH, before, "warm", [met, plain("context", "9", "theirs 8")]);
  expect(after).toContain("1 of 2 targets are met, 1 missed.\n\n| suite | | measured | target | |");
  expect(after).toContain(
    "| [page](#page) | time | 3 | ≤ 2 | ✗ |\n| [warm](#warm) | bytes | 1 | ≤ 2 | ✓ |\n",
  );
  expect(after).toContain("| context | 9 | theirs 8 |  |  |");
  expect(written(BENCH, after, "page", [{ ...missed, held: true }])).not.toContain("Physics.");
});

test("a table without a place is an error, not figures that nobody sees", () => {
  expect(() => written(BENCH, "# Performance", "warm", [met])).toThrow("no place");
});

test("figures are rounded to the side that flatters less, and show why they do not hold", () => {
  expect(atMost("", 1.0001, 2, " ms")).toMatchObject({ measured: "1.001 ms", target: "≤ 2 ms", held: true });
  expect(atLeast("", 1.9999, 2)).toMatchObject({ measured: "1.999", target: "≥ 2", held: false });
  expect(never("nothing was tried", [], 0).held).toBe(false);
  expect(describeFigure(never("lost", ["this"], 9))).toBe("  ✗ lost: 1 of 9 (0)\n      this\n");
  expect([4.25, 150, 179.9].map(duration)).toEqual(["4.3 s", "2 min 30 s", "2 min 59 s"]);
});

test("everything is measured and written down by default, small sizes are not", () => {
  const chosen = (...args: string[]) => {
    const options = parseMeasuring(PROVE, args);
    return typeof options === "string"
      ? options
      : { ...options, suites: options.suites.map(({ name }) => name) };
  };
  expect(chosen()).toEqual({ suites: ["one", "soak"], size: "full", seed: 1, write: true });
  expect(chosen("--quick")).toEqual({ suites: ["one"], size: "quick", seed: 1, write: false });
  expect(chosen("--only", "soak", "--long", "--seed", "7", "--no-write")).toEqual({
    suites: ["soak"],
    size: "long",
    seed: 7,
    write: false,
  });
  expect([chosen("-h"), chosen("--list", "--quick"), chosen("--stale")]).toEqual(["help", "list", "stale"]);
});

test.each([[["--only", "sock"]], [["--seed", "1.5"]], [["--fast"]], [["one"]], [["--quick", "--long"]]])(
  "%j is a mistake",
  (args) => {
    expect(() => parseMeasuring(PROVE, args)).toThrow(UsageError);
  },
);

test("a command without sizes takes none", () => {
  expect(() => parseMeasuring(BENCH, ["--quick"])).toThrow(UsageError);
});
