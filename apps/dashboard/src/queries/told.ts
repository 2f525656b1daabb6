import type { CallOptions } from "@deploy-lens/client/transport";

/** An answer with what its headers say of how fresh it is. Times are epoch ms by this machine's clock. */
export interface Told<Answer> {
  readonly answer: Answer;
  /** When this page first had this answer: its `asOf` grows older from here on. */
  readonly firstToldAtMs: number;
  /** When the server last stood by it. */
  readonly confirmedAtMs: number;
  /** How old the facts were when the server stood by them. */
  readonly ageMs: number;
  /** Whether the server had nothing newer because its own source fails. */
  readonly stale: boolean;
}

/** An answer that has not changed is the same object, so this remembers when it first came. */
const firstTold = new WeakMap<object, number>();

/** Makes a call and keeps what its last response said of freshness. */
export async function tell<Answer extends object>(
  call: (options: CallOptions) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Told<Answer>> {
  let headers = new Headers();
  const answer = await call({
    signal,
    onResponse: (response) => {
      headers = response.headers;
    },
  });
  const confirmedAtMs = Date.now();
  const { ageMs, stale } = freshnessOf(headers);
  const firstToldAtMs = firstTold.get(answer) ?? confirmedAtMs;
  firstTold.set(answer, firstToldAtMs);
  return { answer, firstToldAtMs, confirmedAtMs, ageMs, stale };
}

/**
 * How fresh an answer is: `Age`, and whether a cache stands in for a source that fails (RFC 9211: used past its time).
 *
 * @example
 * freshnessOf(new Headers({ age: "12", "cache-status": "deploy-lens; hit; ttl=-7; detail=timeout" }));
 * // { ageMs: 12000, stale: true }
 */
export function freshnessOf(headers: Headers): { ageMs: number; stale: boolean } {
  const ageSeconds = Number(headers.get("age") ?? "0");
  return {
    ageMs: Number.isFinite(ageSeconds) && ageSeconds > 0 ? ageSeconds * 1000 : 0,
    stale: /;\s*ttl=-\d/.test(headers.get("cache-status") ?? ""),
  };
}

/**
 * What time it is in an answer's own terms: its `asOf`, and what has passed here since it came.
 *
 * Stops a minute after the server was last heard: past that the page would be making things up.
 */
export function answersNowMs(told: Told<{ readonly asOf: string }>, nowMs: number): number {
  const until = Math.min(nowMs, told.confirmedAtMs + 60_000);
  return Date.parse(told.answer.asOf) + Math.max(0, until - told.firstToldAtMs);
}
