/**
 * Epoch milliseconds as ISO 8601 in UTC with three digits of milliseconds.
 *
 * @throws RangeError beyond what a date can hold (±8.64e15 ms); the wire schema refuses such times.
 * @example
 * presentInstant(1562597251764); // "2019-07-08T14:47:31.764Z"
 */
export function presentInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** The same for a time that may be unknown: `null` stays `null`. */
export function presentInstantOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : presentInstant(epochMs);
}
