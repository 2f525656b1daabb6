import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const script = join(import.meta.dirname, "../.ci/run");

/** Runs parts with `npm` replaced by a shell script. */
function runParts(npm: string, ...parts: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "npm"), `#!/bin/sh\n${npm}\n`);
  chmodSync(join(folder, "npm"), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { status, stdout } = spawnSync(script, parts, { env, encoding: "utf8" });
  return { status, lastLines: stdout.trimEnd().split("\n").slice(-5) };
}

test("what failed is named at the end, above the count", () => {
  const npm =
    'if [ "$1" != test ]; then exit 3; fi; echo "4 1" >>"$RESULTS_FILE"; echo "a.test.ts: adds" >>"$RESULTS_FILE.failed"; exit 1';
  expect(runParts(npm, "test", "dashboard")).toEqual({
    status: 1,
    lastLines: ["Failed:", "  test: a.test.ts: adds", "  dashboard: exit code 3", "", "4 passed, 2 failed"],
  });
});

test("a run in which nothing failed ends with its count alone", () => {
  const { status, lastLines } = runParts('echo "4 0" >>"$RESULTS_FILE"', "test", "dashboard");
  expect(status).toBe(0);
  expect(lastLines.at(-1)).toBe("8 passed, 0 failed");
  expect(lastLines.join("\n")).not.toContain("Failed:");
});

test("a part that runs beside the others counts and is named as they are", () => {
  const npm =
    'if [ "$2" = test:deploy ]; then echo "2 1" >>"$RESULTS_FILE"; echo "a rule" >>"$RESULTS_FILE.failed"; exit 1; fi; sleep 0.2';
  expect(runParts(npm, "third-party", "deploy")).toEqual({
    status: 1,
    lastLines: ["", "Failed:", "  deploy: a rule", "", "3 passed, 1 failed"],
  });
});

test("a part that fails without saying so is a failure all the same", () => {
  expect(runParts('echo "4 0" >>"$RESULTS_FILE"; exit 7', "test").lastLines.slice(-3)).toEqual([
    "  test: exit code 7",
    "",
    "4 passed, 1 failed",
  ]);
});
