import type { Measure, UnmeasuredReason } from "../durations/index.ts";
import type { Outcome } from "../vocabulary/deployment.ts";
import type { FailureCause } from "../vocabulary/signal.ts";

// Append only. A word keeps its code permanently, no code is reused, and a new word takes the next free one, wherever
// it is in its own list, so that stored data does not change.

/** Codes of outcomes in stored rollups. */
export const OUTCOME_CODES = {
  open: 0,
  success: 1,
  failure: 2,
  cancelled: 3,
  superseded: 4,
  timed_out: 5,
} as const satisfies Record<Outcome | "open", number>;

/** Codes of failure causes in stored rollups; 0 means none. */
export const CAUSE_CODES = {
  insufficient_resources: 1,
  disk_pressure: 2,
  image_build: 3,
  image_pull: 4,
  model_start: 5,
  timeout: 6,
  quota: 7,
  licence: 8,
  credential: 9,
  storage: 10,
  rollback_failed: 11,
  unknown: 12,
} as const satisfies Record<FailureCause, number>;

/** Codes of measures in stored rollups. */
export const MEASURE_CODES = {
  build_image: 0,
  prepare_environment: 1,
  schedule_resource: 2,
  pull_image: 3,
  start_model: 4,
  gap: 5,
  total: 6,
} as const satisfies Record<Measure, number>;

/** Codes of exclusion reasons in stored rollups. */
export const REASON_CODES = {
  open: 0,
  missing_start: 1,
  inferred_end: 2,
  skew: 3,
  failed: 4,
  interrupted: 5,
} as const satisfies Record<UnmeasuredReason, number>;

/**
 * The words of one vocabulary as numbers below `slots`: codes take the lower half. A word without a code, which only
 * a newer version can have stored with a deployment, follows them, by its index among the words that a rollup writes
 * out.
 */
export interface StoredWords<Word extends string> {
  readonly slots: number;
  readonly hasCode: (word: Word) => boolean;
  /** @throws RangeError if the word has no code and is not written out, or there are too many written out. */
  readonly slotOf: (word: Word, writtenOut: readonly string[]) => number;
  /** `undefined` if the word should have been written out but is not. */
  readonly wordAt: (slot: number, writtenOut: readonly string[]) => Word | undefined;
}

/**
 * Creates a vocabulary for storing. A code that this version does not know reads as `code_` and its number, and is
 * written as that number again: no rule uses such a word, but it is counted, and the data stored beside it stays
 * readable.
 *
 * @example const outcomes = storedWords(OUTCOME_CODES, 32); outcomes.slotOf("failure", []); // 2 outcomes.wordAt(9,
 * []); // "code_9" outcomes.slotOf("paused", ["paused"]); // 16
 */
export function storedWords<Word extends string>(
  codes: Readonly<Record<Word, number>>,
  slots: number,
): StoredWords<Word> {
  const entries = Object.entries<number>(codes);
  const byWord = new Map(entries);
  const byCode = new Map(entries.map(([word, code]) => [code, word]));
  const firstWrittenOut = slots / 2;
  const codeOf = (word: Word): number | null => {
    const code = byWord.get(word) ?? Number(/^code_(\d{1,3})$/.exec(word)?.[1] ?? Number.NaN);
    return code < firstWrittenOut ? code : null;
  };
  return {
    slots,
    hasCode: (word) => codeOf(word) !== null,
    slotOf: (word, writtenOut) => {
      const code = codeOf(word);
      if (code !== null) return code;
      const place = writtenOut.indexOf(word);
      if (place === -1 || place >= slots - firstWrittenOut) {
        throw new RangeError(`"${word}" has no code, and no slot is left to write it out`);
      }
      return firstWrittenOut + place;
    },
    // A newer version's words are not a `Word` of this one; they are passed on unchanged.
    wordAt: (slot, writtenOut) =>
      (slot < firstWrittenOut ? (byCode.get(slot) ?? `code_${slot}`) : writtenOut[slot - firstWrittenOut]) as
        | Word
        | undefined,
  };
}
