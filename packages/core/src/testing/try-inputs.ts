import fc from "fast-check";
import type { Run } from "./figure.ts";

/** A check to try with many random inputs; it throws if it fails. */
export interface Trial<Input> {
  readonly inputs: fc.Arbitrary<Input>;
  readonly runs: number;
  readonly check: (input: Input) => void | Promise<void>;
}

/** Each batch stops at its first failure, shrunk. */
const BATCHES = 10;

/**
 * Tries a check on many inputs; returns a line for each batch that failed: the smallest such input and the error.
 */
export async function tryInputs<Input>(
  { inputs, runs, check }: Trial<Input>,
  { seed }: Pick<Run, "seed">,
): Promise<readonly string[]> {
  const failures = new Set<string>();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const property = fc.asyncProperty(inputs, async (input) => check(input));
    const details = await fc.check(property, {
      numRuns: Math.ceil(runs / BATCHES),
      seed: seed * 1_000 + batch,
    });
    if (details.failed) failures.add(describe(details));
  }
  return [...failures];
}

function describe<Input>({
  counterexample,
  errorInstance,
  seed,
  counterexamplePath,
}: fc.RunDetails<Input>): string {
  const why = errorInstance instanceof Error ? errorInstance.message.split("\n")[0] : String(errorInstance);
  return `${why} ← ${fc.stringify(counterexample).slice(0, 600)} (seed ${seed}, path ${counterexamplePath})`;
}
