export const DAY_MS = 86_400_000;

/**
 * Returns the UTC day of an instant as yyyy-mm-dd.
 *
 * @throws RangeError if `atMs` is outside the range of `Date`.
 * @example
 * utcDay(1562597251764); // "2019-07-08"
 */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().split("T", 1).join("");
}

/**
 * Returns the start of a UTC day, epoch ms; it ends {@link DAY_MS} later.
 *
 * @throws RangeError if `day` is not in the format of {@link utcDay}.
 * @example
 * utcDayStartMs("2019-07-08"); // 1562544000000
 */
export function utcDayStartMs(day: string): number {
  const startMs = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(startMs) || utcDay(startMs) !== day)
    throw new RangeError(`"${day}" is not a valid day: write yyyy-mm-dd`);
  return startMs;
}
