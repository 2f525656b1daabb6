import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const FILE = join(import.meta.dirname, "testing", "end-slowly-process.ts");

/** Lets a process live through some steps: `signal`, `close`, or time that passes, ms. Says what it did until it ended. */
function endAfter(...steps: readonly (string | number)[]) {
  const { status, stdout } = spawnSync(process.execPath, [FILE], {
    input: steps.map((step) => `${step}\n`).join(""),
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });
  return { status, did: stdout.trim().split("\n") };
}

test("the second Ctrl-C ends it at once, whatever it waits for", () => {
  expect(endAfter("signal", 301, "signal", "more")).toEqual({ status: 0, did: ["signal", "301"] });
});

test("one Ctrl-C that comes twice, from the terminal and from npm, lets it close", () => {
  expect(endAfter("signal", 300, "signal", "close")).toEqual({
    status: 0,
    did: ["signal", "300", "signal", "close", "closed"],
  });
});

test("what never closes ends after a second and a half", () => {
  expect(endAfter("signal", 1_499, 1, "more")).toEqual({ status: 0, did: ["signal", "1499"] });
});
