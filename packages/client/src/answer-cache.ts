/** An answer that the API gave, and the tag to ask by whether it still holds. */
export interface CachedAnswer {
  readonly etag: string;
  readonly value: unknown;
}

/** The answers used last, by what was asked. */
export interface AnswerCache {
  get(key: string): CachedAnswer | undefined;
  set(key: string, answer: CachedAnswer): void;
}

/**
 * Keeps a bounded number of answers and forgets the one whose use lies back furthest.
 *
 * @example
 * const cache = createAnswerCache(100);
 * cache.set("/healthz", { etag: '"1"', value: { status: "ok" } });
 */
export function createAnswerCache(capacity: number): AnswerCache {
  // A Map keeps insertion order: the first key is the one used longest ago.
  const answers = new Map<string, CachedAnswer>();
  return {
    get: (key) => {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    set: (key, answer) => {
      answers.delete(key);
      answers.set(key, answer);
      if (answers.size > capacity) answers.delete(answers.keys().next().value ?? key);
    },
  };
}
