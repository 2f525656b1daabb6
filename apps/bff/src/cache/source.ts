import type { CacheOutcome, Read } from "./read-through.ts";

/** How the facts of an answer were come by. */
export interface Source {
  /** When the oldest of them was read, epoch ms. */
  readonly asOfMs: number;
  readonly outcome: CacheOutcome;
  /** The shortest time for which one of them is good without asking again, ms. */
  readonly ttlMs: number;
  /** How long the request waited for them, ms. */
  readonly waitedMs: number;
  /** Why something older, or less, had to do. */
  readonly failure: unknown;
}

/** What is known of a read beside its value. */
export type ReadInfo = Omit<Read<unknown>, "value">;

const WORST_FIRST = ["stale", "miss", "collapsed", "hit"] as const satisfies readonly CacheOutcome[];

/** What can be said of an answer made of several reads: the worst of each. */
export function sourceOf(...reads: readonly ReadInfo[]): Source {
  const [only] = reads;
  if (only !== undefined && reads.length === 1) {
    const { readAtMs: asOfMs, outcome, ttlMs, waitedMs, failure } = only;
    return { asOfMs, outcome, ttlMs, waitedMs, failure };
  }
  return {
    asOfMs: Math.min(...reads.map(({ readAtMs }) => readAtMs)),
    outcome: WORST_FIRST.find((outcome) => reads.some((read) => read.outcome === outcome)) ?? "hit",
    ttlMs: Math.min(...reads.map(({ ttlMs }) => ttlMs)),
    waitedMs: Math.max(...reads.map(({ waitedMs }) => waitedMs)),
    failure: reads.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}

/** Says of an answer that one of its sources failed, so that another had to do. */
export function withFailure(source: Source, failure: unknown): Source {
  return {
    ...source,
    outcome: "stale",
    ttlMs: Math.min(source.ttlMs, 0),
    failure: source.failure ?? failure,
  };
}

/** Says of an answer that more reads went into it. */
export function combined(source: Source, reads: readonly ReadInfo[]): Source {
  return sourceOf({ ...source, readAtMs: source.asOfMs }, ...reads);
}
