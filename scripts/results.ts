import { appendFileSync } from "node:fs";

/** The result of one part of `.ci/run`. */
export interface Results {
  readonly passed: number;
  /** One line per failure: its name, and a short error if there is one. */
  readonly failures: readonly string[];
}

const MAX_LINE_LENGTH = 300;

/**
 * Adds to what `.ci/run` counts, in `RESULTS_FILE`, and to the failures that it lists at its end, in `RESULTS_FILE.failed`.
 * Does nothing where there is no such run.
 */
export function recordResults({ passed, failures }: Results, file = process.env.RESULTS_FILE): void {
  if (!file) return;
  appendFileSync(file, `${passed} ${failures.length}\n`);
  for (const failure of failures) {
    const line = failure.replaceAll(/\s+/g, " ").slice(0, MAX_LINE_LENGTH);
    appendFileSync(`${file}.failed`, `${line}\n`);
  }
}
