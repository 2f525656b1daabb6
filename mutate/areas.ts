/** A part of the product whose tests are held against mutants. */
export interface Area {
  /** Its heading in docs/mutation.md. */
  readonly name: string;
  /** Files to mutate: globs from the root of the repository. */
  readonly mutate: readonly string[];
  /** The tests that must detect the mutants. */
  readonly tests: readonly string[];
  /**
   * True if the tests use only `describe`, `test`, `it` and `expect` of Vitest and share no state: they then run in
   * one process, twenty times faster.
   */
  readonly inProcess?: true;
  /** Minimum share of each file's mutants that the tests must kill, of 1. */
  readonly atLeast: number;
}

/**
 * To add an area, list its paths here and add its place to docs/mutation.md. A run takes the areas of the files that it was given,
 * or that a change touched.
 */
export const AREAS: readonly Area[] = [
  {
    name: "derivation",
    mutate: ["packages/core/src/derive/**/*.ts", "packages/core/src/classify/timeline.ts"],
    tests: [
      "packages/core/src/derive/{closing,critical-path,derive,ending,fixtures,phases,ties,update,verdict}.test.ts",
      "packages/core/src/classify/timeline.test.ts",
    ],
    inProcess: true,
    atLeast: 0.9,
  },
  {
    name: "statistics",
    mutate: ["packages/core/src/{durations,eta,histogram,rollup,statistics}/**/*.ts"],
    tests: [
      "packages/core/src/{durations,eta,histogram,statistics}/**/*.test.ts",
      "packages/core/src/rollup/{codes,rollup}.test.ts",
    ],
    inProcess: true,
    atLeast: 0.85,
  },
];
