import { ApiError, NetworkError } from "./errors.ts";

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 8_000;

/** Temporary failures: throttling, a failing or slow upstream, an overloaded API. */
const PASSING_STATUSES: readonly number[] = [429, 502, 503, 504];

/** A permanent failure despite its temporary status. */
const LASTING_PROBLEM = "urn:deploy-lens:problem:upstream-refused";

/**
 * The delay before the next attempt, in ms; `null` if retrying is useless. Full jitter below an exponential ceiling of
 * 250 ms to 8 s, so that clients that failed together do not return together. Never shorter than `Retry-After`.
 *
 * @param attempt the number of failed attempts, from 1
 * @param random a number in [0, 1)
 * @example
 * retryDelayMs(new NetworkError(url, { cause }), 3, 0.5); // 500
 */
export function retryDelayMs(error: unknown, attempt: number, random: number): number | null {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
  const jitter = Math.floor(random * ceiling);
  if (error instanceof NetworkError) return jitter;
  if (!(error instanceof ApiError)) return null;
  const { status, type } = error.problem;
  if (!PASSING_STATUSES.includes(status) || type === LASTING_PROBLEM) return null;
  return (error.retryAfterMs ?? 0) + jitter;
}
