/** A measured figure with its target. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** Empty where there is no target. */
  readonly target: string;
  /** `null`: there is no target, or it could not be measured here, which proves nothing either way. */
  readonly held: boolean | null;
  /** Figures of others from the same run. */
  readonly beside?: string;
  /** The reason for the document if the target is missed. No numbers: they would go stale. */
  readonly floor?: string;
  /** Counterexamples, for debugging. */
  readonly examples?: readonly string[];
}

/** Writes a value: with a unit, or as a function does. */
type Writing = string | ((value: number) => string);

/** A figure that must not be larger. */
export function atMost(
  what: string,
  value: number,
  most: number,
  writing: Writing = "",
  beside = "",
): Figure {
  const text = writer(writing, Math.ceil);
  return { what, measured: text(value), target: `≤ ${text(most)}`, held: value <= most, beside };
}

/** A figure that must not be smaller. */
export function atLeast(
  what: string,
  value: number,
  least: number,
  writing: Writing = "",
  beside = "",
): Figure {
  const text = writer(writing, Math.floor);
  return { what, measured: text(value), target: `≥ ${text(least)}`, held: value >= least, beside };
}

/** A figure that must be zero: occurrences of something that must not happen. */
export function never(what: string, examples: readonly string[], outOf: number): Figure {
  const measured = `${count(examples.length)} of ${count(outOf)}`;
  return { what, measured, target: "0", held: examples.length === 0 && outOf > 0, examples };
}

/** A figure without a target, as context. */
export function plain(what: string, measured: string, beside = ""): Figure {
  return { what, measured, target: "", held: null, beside };
}

/** A figure that cannot be measured on this machine, and why. */
export function unmeasured(what: string, target: string, why: string): Figure {
  return { what, measured: `not measured: ${why}`, target, held: null };
}

/** Up to three decimals, rounded to the side that flatters less. */
function writer(writing: Writing, round: (value: number) => number): (value: number) => string {
  return typeof writing === "string" ? (value) => count(round(value * 1_000) / 1_000) + writing : writing;
}

/** `12 345` */
export function count(value: number): string {
  return value.toLocaleString("en-US").replaceAll(",", " ");
}

/** `12 345`; three digits where there would be fewer. */
export function amount(value: number): string {
  const size = Math.abs(value);
  return count(Number(value.toFixed([10, 100].filter((limit) => size < limit).length)));
}

/** Makes a writer of amounts with a unit: `inUnit("ms")(12.3)` is `12.3 ms`. */
export function inUnit(unit: string): (value: number) => string {
  return (value) => `${amount(value)} ${unit}`;
}

/** `1.42 ×` */
export const times = (value: number) => `${value.toFixed(2)} ×`;

/** Formats bytes in decimal units. */
export function bytes(value: number): string {
  return value < 1_000_000 ? `${(value / 1_000).toFixed(1)} KB` : `${(value / 1_000_000).toFixed(2)} MB`;
}

/** The last cell of a figure's row. */
export function verdict({ held, target }: Pick<Figure, "held" | "target">): string {
  if (held === null) return target === "" ? "" : "not measured";
  return held ? "✓" : "✗";
}

/** `61.0 s`, `2 min 30 s` */
export function duration(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** `quick`: for every change. `full`: for the published figures. `long`: without a limit on time. */
export const SIZES = ["quick", "full", "long"] as const;

/** The size and seed of a run. */
export interface Run {
  readonly size: (typeof SIZES)[number];
  /** The same seed gives the same random inputs. */
  readonly seed: number;
}

/** The full measure, as it is published. */
export const PUBLISHED: Run = { size: "full", seed: 1 };

/**
 * The value for the size of a run.
 *
 * @example
 * const runs = sized(run, 100, 1_000, 5_000);
 */
export function sized<Value>({ size }: Run, quick: Value, full: Value, long: Value): Value {
  return { quick, full, long }[size];
}
