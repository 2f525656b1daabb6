/** An answer, and the entity tag to revalidate it with. */
export interface CachedAnswer {
  readonly etag: string;
  readonly value: unknown;
}

/** The most recently used answers, by address. */
export interface AnswerCache {
  get(key: string): CachedAnswer | undefined;
  set(key: string, answer: CachedAnswer): void;
}

/**
 * Creates a cache of limited size that evicts the least recently used answer.
 *
 * @example
 * const cache = createAnswerCache(100);
 * cache.set("/healthz", { etag: '"1"', value: { status: "ok" } });
 */
export function createAnswerCache(capacity: number): AnswerCache {
  // A Map iterates in insertion order, so the first key is the least recently used.
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
