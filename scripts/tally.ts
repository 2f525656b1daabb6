export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the tests in vitest's JSON report; a file that failed before its first test is one failure. A run that
 * failed for any other reason (an unhandled error, no report at all) counts as one too, so that it cannot look green.
 *
 * @example
 * readTally('{"numPassedTests":41,"numFailedTests":0,"testResults":[]}', 0); // { passed: 41, failed: 0 }
 * readTally(undefined, 1); // { passed: 0, failed: 1 }
 */
export function readTally(report: string | undefined, exitCode: number): Tally {
  const { passed, failed } = report === undefined ? { passed: 0, failed: 0 } : count(JSON.parse(report));
  return exitCode !== 0 && failed === 0 ? { passed, failed: 1 } : { passed, failed };
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

function count(report: unknown): Tally {
  if (!isReport(report)) throw new Error("vitest's JSON report has another shape than expected");
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

function isReport(value: unknown): value is Report {
  return (
    typeof value === "object" &&
    value !== null &&
    "numPassedTests" in value &&
    typeof value.numPassedTests === "number" &&
    "numFailedTests" in value &&
    typeof value.numFailedTests === "number" &&
    "testResults" in value &&
    Array.isArray(value.testResults)
  );
}
