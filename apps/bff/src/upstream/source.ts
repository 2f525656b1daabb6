import type { Read } from "../cache/read-through.ts";
import type { CacheOutcome } from "../exchange.ts";

/** How the facts of an answer were come by. */
export interface Source {
  /** When the oldest of them was read, epoch ms. */
  readonly asOfMs: number;
  readonly outcome: CacheOutcome;
  /** The shortest time for which one of them is good without asking again, ms. */
  readonly ttlMs: number;
  /** Why something older had to do. */
  readonly failure: unknown;
}

const WORST_FIRST = ["stale", "miss", "collapsed", "hit"] as const satisfies readonly CacheOutcome[];

/** What can be said of an answer made of several reads: the worst of each. */
export function sourceOf(...reads: readonly Omit<Read<unknown>, "value">[]): Source {
  return {
    asOfMs: Math.min(...reads.map(({ readAtMs }) => readAtMs)),
    outcome: WORST_FIRST.find((outcome) => reads.some((read) => read.outcome === outcome)) ?? "hit",
    ttlMs: Math.min(...reads.map(({ ttlMs }) => ttlMs)),
    failure: reads.find(({ failure }) => failure !== null)?.failure ?? null,
  };
}
