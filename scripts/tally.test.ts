import { expect, test } from "vitest";
import { readTally } from "./tally.ts";

test("counts the tests of the report", () => {
  expect(readTally('{"numPassedTests":41,"numFailedTests":2}', 1)).toEqual({ passed: 41, failed: 2 });
});

test("a failed run without a failed test is one failure", () => {
  expect(readTally('{"numPassedTests":41,"numFailedTests":0}', 1)).toEqual({ passed: 41, failed: 1 });
  expect(readTally(undefined, 1)).toEqual({ passed: 0, failed: 1 });
});

test("a report of another shape is an error, not a zero", () => {
  expect(() => readTally("{}", 0)).toThrow('no number "numPassedTests"');
});
