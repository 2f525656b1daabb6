/**
 * Parses a `Retry-After` header (seconds or an HTTP date; RFC 9110, 10.2.3) to ms. Returns `null` if it is absent or
 * invalid; 0 for a date in the past.
 *
 * @example
 * retryAfterMs("2", Date.now()); // 2000
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const dateMs = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
