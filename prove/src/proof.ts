export interface Figure {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  /** `null`: it could not be measured here, which proves nothing either way. */
  readonly held: boolean | null;
  /** Counterexamples, for debugging. */
  readonly examples?: readonly string[];
}

/** `quick`: for every change. `full`: for the published figures, all within half an hour. `long`: without a limit on time. */
export const SIZES = ["quick", "full", "long"] as const;

export type Size = (typeof SIZES)[number];

/** How a proof is run. */
export interface ProofRun {
  readonly size: Size;
  /** Where random inputs begin: the same seed gives the same inputs. */
  readonly seed: number;
}

/** Turns one claim into figures. */
export type RunProof = (run: ProofRun) => Promise<readonly Figure[]>;

/**
 * The value for the size of a run.
 *
 * @example
 * const runs = sized(run, 100, 1_000, 5_000);
 */
export function sized<Value>({ size }: ProofRun, quick: Value, full: Value, long: Value): Value {
  return { quick, full, long }[size];
}

/** A figure that must be zero: occurrences of something that must not happen. */
export function never(what: string, examples: readonly string[], outOf: number): Figure {
  const measured = `${count(examples.length)} of ${count(outOf)}`;
  return { what, target: "0", measured, held: examples.length === 0 && outOf > 0, examples };
}

/** A figure that must not be smaller. */
export function atLeast(what: string, measured: number, least: number, unit = ""): Figure {
  const text = (value: number) => `${count(Math.floor(value * 1_000) / 1_000)}${unit}`;
  return { what, target: `≥ ${text(least)}`, measured: text(measured), held: measured >= least };
}

/** A figure that must not be larger. */
export function atMost(what: string, measured: number, most: number, unit = ""): Figure {
  const text = (value: number) => `${count(Math.ceil(value * 1_000) / 1_000)}${unit}`;
  return { what, target: `≤ ${text(most)}`, measured: text(measured), held: measured <= most };
}

/** `12 345` */
export function count(value: number): string {
  return value.toLocaleString("en-US").replaceAll(",", " ");
}
