/** How many things passed and failed. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the tests in vitest's JSON report. A run that failed without a failed test (a file that does not load, an
 * unhandled error, no report at all) counts as one failure, so that it cannot look green.
 *
 * @example
 * readTally('{"numPassedTests":41,"numFailedTests":0}', 0); // { passed: 41, failed: 0 }
 * readTally(undefined, 1); // { passed: 0, failed: 1 }
 */
export function readTally(report: string | undefined, exitCode: number): Tally {
  const { passed, failed } = counts(report);
  return exitCode !== 0 && failed === 0 ? { passed, failed: 1 } : { passed, failed };
}

function counts(report: string | undefined): Tally {
  if (report === undefined) return { passed: 0, failed: 0 };
  const parsed: unknown = JSON.parse(report);
  return { passed: numberAt(parsed, "numPassedTests"), failed: numberAt(parsed, "numFailedTests") };
}

function numberAt(value: unknown, key: string): number {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  if (typeof found !== "number") throw new Error(`vitest's report has no number "${key}"`);
  return found;
}
