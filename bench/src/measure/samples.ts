/** The median of samples and their interquartile range. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Sums samples up.
 *
 * @example
 * spreadOf([5, 3, 1, 2, 4]); // { median: 3, low: 2, high: 4 }
 */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** The ratio of two variants per round, since a disturbance in a round affects both. */
export function ratioOf(samples: readonly number[], to: readonly number[]): Spread {
  return spreadOf(samples.map((sample, round) => sample / (to[round] ?? Number.NaN)));
}

/** `1.42 (1.38–1.51)` in the writer's words. */
export function withSpread({ median, low, high }: Spread, text: (value: number) => string): string {
  const number = (value: number) => text(value).replace(/\s\D+$/, "");
  return `${text(median)} (${number(low)}–${number(high)})`;
}

/** The minimum for a meaningful median on a busy machine. */
const LEAST_ROUNDS = 5;
const TIME_FOR_ROUNDS_MS = 35_000;

/**
 * Runs variants in turn, round after round, each round beginning with another one; gives the samples of each, by round.
 * On a machine that is busy it stops after {@link TIME_FOR_ROUNDS_MS}, with five rounds at least.
 */
export async function interleave<Name extends string>(
  variants: Readonly<Record<Name, () => number | Promise<number>>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = namesOf(variants);
  const samples = new Map<Name, number[]>(names.map((name) => [name, []]));
  const endsAtMs = performance.now() + TIME_FOR_ROUNDS_MS;
  for (let round = 0; round < rounds; round++) {
    if (round >= LEAST_ROUNDS && performance.now() > endsAtMs) break;
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      if (name !== undefined) samples.get(name)?.push(await variants[name]());
    }
  }
  return byName(samples);
}

/** Variants that differ in their name alone. */
export function variantsOf<Name extends string>(
  names: readonly Name[],
  variant: (name: Name) => number | Promise<number>,
): Readonly<Record<Name, () => number | Promise<number>>> {
  return byName(new Map(names.map((name) => [name, () => variant(name)])));
}

/** Guarantee: the record's keys are exactly its type's names, since it is a literal at every call. */
function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(record) as Name[];
}

/** Guarantee: the map has an entry for each name. */
function byName<Name extends string, Value>(
  entries: ReadonlyMap<Name, Value>,
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(entries) as Record<Name, Value>;
}
