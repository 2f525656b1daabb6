/** One UTC day in ms. */
export const DAY_MS = 86_400_000;

/**
 * Names the UTC day of an instant.
 *
 * @throws RangeError when `atMs` is no instant that a date can hold.
 * @example
 * utcDay(1562597251764); // "2019-07-08"
 */
export function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().split("T", 1).join("");
}

/**
 * Says when a UTC day begins, in epoch ms; it ends {@link DAY_MS} later.
 *
 * @throws RangeError when `day` is not the name of a day as {@link utcDay} writes it.
 * @example
 * utcDayStartMs("2019-07-08"); // 1562544000000
 */
export function utcDayStartMs(day: string): number {
  const startMs = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(startMs) || utcDay(startMs) !== day)
    throw new RangeError(`"${day}" is no day: write yyyy-mm-dd`);
  return startMs;
}
