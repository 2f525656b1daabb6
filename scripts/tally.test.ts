import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { recordResults } from "./results.ts";
import { readTally } from "./tally.ts";

const passed = { status: "passed", fullName: "adds", failureMessages: [] };
const failed = {
  status: "failed",
  fullName: "subtracts",
  failureMessages: ["AssertionError: expected 1 to be 2\n    at …"],
};
const skipped = { status: "skipped", fullName: "divides", failureMessages: [] };

const file = (name: string, status: string, assertionResults: readonly object[], message = "") => ({
  name: `/root/${name}`,
  status,
  assertionResults,
  message,
});
const tally = (exitCode: number, ...testResults: readonly object[]) =>
  readTally(JSON.stringify({ testResults }), exitCode, "/root");

test("counts the tests of the report, and names the failed ones", () => {
  expect(tally(1, file("a.test.ts", "failed", [passed, failed, skipped]))).toEqual({
    passed: 1,
    skipped: 1,
    retried: [],
    failures: ["a.test.ts: subtracts: AssertionError: expected 1 to be 2"],
  });
});

test("a file that failed before its first test is one failure", () => {
  const files = [file("a.test.ts", "failed", [], "SyntaxError: no\n"), file("b.test.ts", "passed", [passed])];
  expect(tally(1, ...files)).toEqual({
    passed: 1,
    skipped: 0,
    retried: [],
    failures: ["a.test.ts: SyntaxError: no"],
  });
});

test("a failed run without a failed test is one failure", () => {
  const failures = ["vitest: ended with exit code 1, and no test failed"];
  expect(tally(1, file("a.test.ts", "passed", [passed]))).toEqual({
    passed: 1,
    skipped: 0,
    retried: [],
    failures,
  });
  expect(readTally(undefined, 1, "/root")).toEqual({ passed: 0, skipped: 0, retried: [], failures });
});

test("a test that passed when it was run again passed, and is named", () => {
  const flaky = { ...passed, failureMessages: ["TimeoutError: too late\n    at …"] };
  expect(tally(0, file("a.test.ts", "passed", [passed, flaky]))).toEqual({
    passed: 2,
    skipped: 0,
    retried: ["a.test.ts: adds: TimeoutError: too late"],
    failures: [],
  });
});

test("a report of another shape is an error, not a zero", () => {
  expect(() => readTally("{}", 0, "/root")).toThrow("another shape");
});

test("results of several parts add up in one file, each failure in a line of the file beside it", () => {
  const folder = mkdtempSync(join(tmpdir(), "deploy-lens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const results = join(folder, "results");
  recordResults({ passed: 3, failures: [] }, results);
  recordResults({ passed: 0, failures: ["one\n  two", "x".repeat(1_000)] }, results);
  expect(readFileSync(results, "utf8")).toBe("3 0\n0 2\n");
  expect(readFileSync(`${results}.failed`, "utf8")).toBe(`one two\n${"x".repeat(300)}\n`);
});
