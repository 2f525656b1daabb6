import { expect, test } from "vitest";
import { readTally } from "./tally.ts";

const report = (passed: number, failed: number, testResults: readonly object[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults });

test("counts the tests of the report", () => {
  expect(readTally(report(41, 2), 1)).toEqual({ passed: 41, failed: 2 });
});

test("a file that failed before its first test is one failure", () => {
  const files = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  expect(readTally(report(1, 1, files), 1)).toEqual({ passed: 1, failed: 2 });
});

test("a failed run without a failed test is one failure", () => {
  expect(readTally(report(41, 0), 1)).toEqual({ passed: 41, failed: 1 });
  expect(readTally(undefined, 1)).toEqual({ passed: 0, failed: 1 });
});

test("a report of another shape is an error, not a zero", () => {
  expect(() => readTally("{}", 0)).toThrow("another shape");
});
