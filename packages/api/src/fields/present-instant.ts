/**
 * Formats epoch milliseconds as ISO 8601 in UTC with three fractional digits.
 *
 * @throws RangeError beyond the range of Date (±8.64e15 ms); the wire schema refuses such times
 * @example
 * presentInstant(1562597251764); // "2019-07-08T14:47:31.764Z"
 */
export function presentInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** Like {@link presentInstant}; `null` stays `null`. */
export function presentInstantOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : presentInstant(epochMs);
}
