import type { CacheOutcome, Read } from "./read-through.ts";

export interface Source {
  /** When the oldest part was read, epoch ms. */
  readonly asOfMs: number;
  readonly outcome: CacheOutcome;
  /** The shortest remaining freshness of its parts, ms. */
  readonly ttlMs: number;
  /** Time that the request waited for its reads, ms. */
  readonly waitedMs: number;
  /** Why older or incomplete data was used. */
  readonly failure: unknown;
}

export type ReadInfo = Omit<Read<unknown>, "value">;

const WORST_FIRST = ["stale", "miss", "collapsed", "hit"] as const satisfies readonly CacheOutcome[];

/** Combines several reads into one provenance, taking the worst of each figure. */
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

export function withFailure(source: Source, failure: unknown): Source {
  return {
    ...source,
    outcome: "stale",
    ttlMs: Math.min(source.ttlMs, 0),
    failure: source.failure ?? failure,
  };
}

export function combined(source: Source, reads: readonly ReadInfo[]): Source {
  return sourceOf({ ...source, readAtMs: source.asOfMs }, ...reads);
}
