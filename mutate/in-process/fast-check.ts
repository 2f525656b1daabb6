// biome-ignore-all lint/performance: it passes on what it stands in for.
// Stands in for fast-check, whose own functions it passes on.
import * as fc from "fast-check";

export * from "fast-check";

/** Cases that a property tries with every mutant, at most. */
const MAX_CASES = 100;

// Always the same cases, and one that fails is not searched for its smallest form.
fc.configureGlobal({ seed: 1, endOnFailure: true });

/** As fast-check's, with fewer cases. */
export function assert<Ts>(
  property: fc.IRawProperty<Ts>,
  { numRuns = MAX_CASES, ...parameters }: fc.Parameters<Ts> = {},
): void | Promise<void> {
  return fc.assert(property, { ...parameters, numRuns: Math.min(numRuns, MAX_CASES) });
}

// biome-ignore lint/style/noDefaultExport: fast-check has one.
export default { ...fc, assert };
