import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { Results } from "./results.ts";

/** Vitest's results; tests that did not run are counted, so that they cannot vanish. */
export interface Tally extends Results {
  readonly skipped: number;
  /** A line for each test that passed only when it was run again, so that a flaky test is seen. */
  readonly retried: readonly string[];
}

/**
 * Counts the tests in vitest's JSON report; a file that failed before its first test is one failure. A run that
 * failed for any other reason (an unhandled error, no report at all) counts as one too, so that it cannot look green.
 *
 * @example
 * readTally(undefined, 1, root); // { passed: 0, skipped: 0, retried: [], failures: ["vitest: ended with exit code 1"] }
 */
export function readTally(report: string | undefined, exitCode: number, root: string): Tally {
  const counted =
    report === undefined
      ? { passed: 0, skipped: 0, retried: [], failures: [] }
      : count(JSON.parse(report), root);
  return exitCode !== 0 && counted.failures.length === 0
    ? { ...counted, failures: [`vitest: ended with exit code ${exitCode}, and no test failed`] }
    : counted;
}

/** The tally of a report that vitest wrote to a file, if it came to that. */
export function readTallyFile(file: string, exitCode: number, root: string): Tally {
  return readTally(textOf(file), exitCode, root);
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName?: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

function count(report: unknown, root: string): Tally {
  if (!isReport(report)) throw new Error("vitest's JSON report has another shape than expected");
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const ofStatus = (status: string) => tests.filter((test) => test.status === status).length;
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    if (status === "failed" && assertionResults.length === 0) return [`${file}: ${firstLine(message)}`];
    return linesOf(file, assertionResults, "failed");
  });
  const retried = report.testResults.flatMap(({ name, assertionResults }) =>
    linesOf(
      relative(root, name),
      assertionResults.filter(({ failureMessages = [] }) => failureMessages.length > 0),
      "passed",
    ),
  );
  return {
    passed: ofStatus("passed"),
    skipped: tests.length - ofStatus("passed") - ofStatus("failed"),
    retried,
    failures,
  };
}

type TestResult = Report["testResults"][number]["assertionResults"][number];

function linesOf(file: string, tests: readonly TestResult[], status: string): string[] {
  return tests
    .filter((test) => test.status === status)
    .map(({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages?.[0])}`);
}

function firstLine(text = ""): string {
  return text.split("\n", 1)[0] ?? "";
}

function isReport(value: unknown): value is Report {
  return (
    typeof value === "object" && value !== null && "testResults" in value && Array.isArray(value.testResults)
  );
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
