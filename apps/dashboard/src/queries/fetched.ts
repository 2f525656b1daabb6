import type { CallOptions } from "@deploy-lens/client/call/transport";

/** An answer with the freshness from its headers. Times are epoch ms on this machine's clock. */
export interface Fetched<Answer> {
  readonly answer: Answer;
  /** Time at which this page first received this answer. */
  readonly receivedAtMs: number;
  /** Time at which the server last confirmed it. */
  readonly confirmedAtMs: number;
  /** The age of the facts at that confirmation. */
  readonly ageMs: number;
  /** True if the server could not refresh it because its own source fails. */
  readonly stale: boolean;
}

/** Keyed by identity, since an unchanged answer is the same object. */
const receivedAt = new WeakMap<object, number>();

/** Makes a call and records the freshness of its last response. */
export async function fetchAnswer<Answer extends object>(
  call: (options: CallOptions) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Fetched<Answer>> {
  let headers = new Headers();
  const answer = await call({
    signal,
    onResponse: (response) => {
      headers = response.headers;
    },
  });
  const confirmedAtMs = Date.now();
  const { ageMs, stale } = freshnessOf(headers);
  const receivedAtMs = receivedAt.get(answer) ?? confirmedAtMs;
  receivedAt.set(answer, receivedAtMs);
  return { answer, receivedAtMs, confirmedAtMs, ageMs, stale };
}

/**
 * Reads freshness from `Age`, and from `Cache-Status` whether a cache stands in for a failing source (RFC 9211: used
 * beyond its lifetime).
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
 * The current time on an answer's clock: its `asOf` plus the time since it was received. Stops one minute after the
 * last confirmation; beyond that the page would be guessing.
 */
export function answersNowMs(fetched: Fetched<{ readonly asOf: string }>, nowMs: number): number {
  const until = Math.min(nowMs, fetched.confirmedAtMs + 60_000);
  return Date.parse(fetched.answer.asOf) + Math.max(0, until - fetched.receivedAtMs);
}
