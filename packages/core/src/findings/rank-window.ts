/** Strata are numbered from 0: three questions with two answers each (image pulled, image built, weekend). */
export const MAX_STRATA = 8;

/** A stratum with fewer observations says nothing. */
const MIN_IN_STRATUM = 4;

/** The split of a window at which the observations before and after differ most. */
export interface Split {
  /** Position in the window of the first observation after the split. */
  readonly at: number;
  /** Van Elteren's statistic, standardised; positive: the later observations rank higher. */
  readonly z: number;
}

/**
 * The latest observations of a series, ranked within their strata, to be searched for the split that divides them best.
 *
 * Ranks are kept up to date as observations come and go, so that a new one costs time linear in the window.
 *
 * @example
 * const window = new RankWindow(200);
 * for (const ms of durations) window.add(ms, 0);
 * window.bestSplit(5, 40); // { at: 150, z: 5.2 }
 */
export class RankWindow {
  readonly #capacity: number;
  readonly #values: Float64Array;
  readonly #strata: Uint8Array;
  /** Of each observation: how many of its stratum are smaller, minus how many are larger. */
  readonly #balance: Int32Array;
  #length = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#values = new Float64Array(capacity + 1);
    this.#strata = new Uint8Array(capacity + 1);
    this.#balance = new Int32Array(capacity + 1);
  }

  get length(): number {
    return this.#length;
  }

  /** Takes an observation in. Returns how many of the oldest left for it: 0 or 1. */
  add(value: number, stratum: number): number {
    const values = this.#values;
    const strata = this.#strata;
    const balance = this.#balance;
    const end = this.#length;
    let own = 0;
    for (let i = 0; i < end; i++) {
      if (strata[i] !== stratum) continue;
      const order = Math.sign(value - at(values, i));
      balance[i] = at(balance, i) - order;
      own += order;
    }
    values[end] = value;
    strata[end] = stratum;
    balance[end] = own;
    this.#length = end + 1;
    if (this.#length <= this.#capacity) return 0;
    this.drop(1);
    return 1;
  }

  /** Forgets the oldest observations. */
  drop(count: number): void {
    const values = this.#values;
    const strata = this.#strata;
    const balance = this.#balance;
    const end = this.#length;
    for (let gone = 0; gone < count; gone++) {
      const value = at(values, gone);
      for (let i = count; i < end; i++) {
        if (strata[i] === strata[gone]) balance[i] = at(balance, i) + Math.sign(value - at(values, i));
      }
    }
    values.copyWithin(0, count, end);
    strata.copyWithin(0, count, end);
    balance.copyWithin(0, count, end);
    this.#length = end - count;
  }

  /** The observations, oldest first, as [value, stratum]. */
  observations(): [number, number][] {
    return Array.from({ length: this.#length }, (_, i) => [at(this.#values, i), at(this.#strata, i)]);
  }

  /**
   * Finds the split with the largest absolute statistic (van Elteren 1960: rank sums of the strata, weighted by 1 ÷ (n + 1),
   * with the variance that the ties leave). `null` if no split has enough observations on both sides.
   *
   * @param least fewest observations on each side
   * @param mostAfter most observations after the split: older splits were searched when they were recent
   */
  bestSplit(least: number, mostAfter: number): Split | null {
    const end = this.#length;
    return this.#search(Math.max(least, end - mostAfter), end - least);
  }

  /** The statistic of one split; `null` where no stratum has observations on both sides. */
  splitAt(at: number): Split | null {
    return this.#search(at, at);
  }

  #search(first: number, last: number): Split | null {
    const strata = this.#strata;
    const balance = this.#balance;
    const end = this.#length;
    const counts = new Int32Array(MAX_STRATA);
    const squares = new Float64Array(MAX_STRATA);
    for (let i = 0; i < end; i++) {
      const stratum = at(strata, i);
      counts[stratum] = at(counts, stratum) + 1;
      squares[stratum] = at(squares, stratum) + at(balance, i) ** 2;
    }
    const weights = new Float64Array(MAX_STRATA);
    /** Variance of a stratum's weighted rank sum, for each pair of one observation before and one after the split. */
    const perPair = new Float64Array(MAX_STRATA);
    for (let s = 0; s < MAX_STRATA; s++) {
      const n = at(counts, s);
      if (n < MIN_IN_STRATUM) continue;
      weights[s] = 1 / (n + 1);
      perPair[s] = (at(weights, s) ** 2 * at(squares, s)) / (4 * n * (n - 1));
    }
    const before = new Int32Array(MAX_STRATA);
    let sum = 0;
    let variance = 0;
    let best: Split | null = null;
    let bestSquare = 0;
    for (let split = 1; split <= Math.min(last, end - 1); split++) {
      const s = at(strata, split - 1);
      const passed = at(before, s);
      // A rank's distance from its mean is half the balance.
      sum -= (at(weights, s) * at(balance, split - 1)) / 2;
      variance += at(perPair, s) * (at(counts, s) - 2 * passed - 1);
      before[s] = passed + 1;
      if (split < first || variance < Number.EPSILON) continue;
      const square = (sum * sum) / variance;
      if (square <= bestSquare) continue;
      bestSquare = square;
      best = { at: split, z: Math.sign(sum) * Math.sqrt(square) };
    }
    return best;
  }
}

/** Reads a position that the caller keeps within bounds. */
function at(array: Float64Array | Int32Array | Uint8Array, index: number): number {
  return array[index] as number;
}
