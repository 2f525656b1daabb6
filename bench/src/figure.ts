/** A measured figure with its target, and the competitors' figures from the same run. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly beside: string;
  /** Empty where there is no target. */
  readonly target: string;
  /** `null`: there is no target, or it could not be measured here. */
  readonly held: boolean | null;
  /** What stands in the way if the target is missed, for the document. No numbers: they would go stale. */
  readonly floor?: string;
}

/** A figure that must not be larger. */
export function atMost(
  what: string,
  value: number,
  most: number,
  text: (value: number) => string,
  beside = "",
): Figure {
  return { what, measured: text(value), beside, target: `≤ ${text(most)}`, held: value <= most };
}

/** A figure that must not be smaller. */
export function atLeast(
  what: string,
  value: number,
  least: number,
  text: (value: number) => string,
  beside = "",
): Figure {
  return { what, measured: text(value), beside, target: `≥ ${text(least)}`, held: value >= least };
}

/** A figure without a target, as context. */
export function plain(what: string, measured: string, beside = ""): Figure {
  return { what, measured, beside, target: "", held: null };
}

/** A figure that cannot be measured on this machine, and why. */
export function unmeasured(what: string, target: string, why: string): Figure {
  return { what, measured: `not measured: ${why}`, beside: "", target, held: null };
}

/** `12 345`; three digits where there would be fewer. */
export function amount(value: number): string {
  const size = Math.abs(value);
  const digits = [10, 100].filter((limit) => size < limit).length;
  return Number(value.toFixed(digits)).toLocaleString("en-US").replaceAll(",", " ");
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
