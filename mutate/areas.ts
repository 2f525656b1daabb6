/** A part of the product whose tests are held against mutants. */
export interface Area {
  /** Files to mutate: globs from the root of the repository. */
  readonly mutate: readonly string[];
  /** The tests that must notice. */
  readonly tests: readonly string[];
  /** Share of the mutants that the tests must kill, of 1. */
  readonly atLeast: number;
}

/** Add an area by its paths; a run takes those whose files it was given, or that a change touched. */
export const AREAS: readonly Area[] = [
  {
    mutate: ["packages/core/src/derive/**/*.ts", "packages/core/src/classify/timeline.ts"],
    tests: ["packages/core/src/derive/**/*.test.ts"],
    atLeast: 0.9,
  },
  {
    mutate: ["packages/core/src/{durations,eta,histogram,rollup,statistics}/**/*.ts"],
    tests: ["packages/core/src/{durations,eta,histogram,rollup,statistics}/**/*.test.ts"],
    atLeast: 0.85,
  },
];
