/** The furthest that a JavaScript date reaches from 1970: every time accepted can also be written as ISO 8601. */
export const MAX_EPOCH_MS = 8.64e15;

/** 1980-01-01: an earlier number of milliseconds can only be meant as seconds. The platform is younger. */
export const MIN_EPOCH_MS = 315_532_800_000;

/**
 * Whether a value is a time as the upstream writes it: integer milliseconds since 1970-01-01T00:00:00Z.
 *
 * @example
 * isEpochMs(1562597251764); // true
 * isEpochMs(1562597251); // false: seconds
 * isEpochMs("1562597251764"); // false
 */
export function isEpochMs(value: unknown): value is number {
  return (
    typeof value === "number" && Number.isInteger(value) && value >= MIN_EPOCH_MS && value <= MAX_EPOCH_MS
  );
}
