/** A reproducible source of chance: the same seed gives the same draws on every machine. Not for security. */
export interface Random {
  /** A number in `[0, 1)`. */
  next(): number;
  /** A number in `[min, max)`. */
  between(min: number, max: number): number;
  /** An integer from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** `true` with the given probability. */
  chance(probability: number): boolean;
  pick<T>(choices: readonly [T, ...T[]]): T;
  /** One key of `weights`, with a frequency proportional to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** Log-normal draw as a positive integer: half of the draws lie below `median`. */
  logNormal(median: number, sigma: number): number;
  /** Waiting time until the next of events that come `mean` apart on average. */
  exponential(mean: number): number;
}

/**
 * Makes a {@link Random} from a text.
 *
 * The generator is SplitMix32 (Steele, Lea, Flood 2014, in its 32-bit form), seeded with an FNV-1a hash.
 *
 * @example
 * createRandom("a").next() === createRandom("a").next(); // true
 */
export function createRandom(seed: string): Random {
  let state = hash(seed);

  function next(): number {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  }

  function gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  }

  return {
    next,
    between: (min, max) => min + next() * (max - min),
    integer: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
    weighted: (weights) => drawWeighted(weights, next()),
    logNormal: (median, sigma) => Math.max(1, Math.round(median * Math.exp(sigma * gaussian()))),
    exponential: (mean) => -mean * Math.log(1 - next()),
  };
}

function drawWeighted<K extends string>(weights: Readonly<Record<K, number>>, draw: number): K {
  const keys = keysOf(weights);
  let rest = draw * keys.reduce((sum, key) => sum + weights[key], 0);
  for (const key of keys) {
    rest -= weights[key];
    if (rest < 0) return key;
  }
  const last = keys.findLast((key) => weights[key] > 0);
  if (last === undefined) throw new RangeError("no weight is above zero");
  return last;
}

/** Guarantee: a record over K has no other own keys than K's (callers pass literals). */
function keysOf<K extends string>(record: Readonly<Record<K, number>>): K[] {
  return Object.keys(record) as K[];
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}
