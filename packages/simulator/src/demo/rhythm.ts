import type { Random } from "../random/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The time zone of the scenario's teams: China Standard Time, UTC+8, all year round. */
const OFFICE_OFFSET_MS = 8 * HOUR_MS;

/** Mean of {@link busyness} over a week, so that the rate per day is as requested. */
const MEAN_BUSYNESS = ((11 + 3 * 0.4 + 10 * 0.08) / 24) * ((5 + 2 * 0.3) / 7);

/**
 * Draws the time of the next deployment: often in office hours, seldom at night and at weekends.
 *
 * A Poisson process, thinned by the hour (Lewis and Shedler 1979).
 *
 * @param perDay average rate
 */
export function drawNextStart(random: Random, afterMs: number, perDay: number): number {
  const meanGapMs = (DAY_MS * MEAN_BUSYNESS) / perDay;
  let atMs = afterMs;
  do {
    atMs += random.exponential(meanGapMs);
  } while (!random.chance(busyness(atMs)));
  return Math.round(atMs);
}

/**
 * Activity of an hour, from 0 to 1.
 *
 * @example busyness(Date.parse("2026-11-23T02:00:00Z")); // 1: ten o'clock on a Monday, UTC+8
 */
export function busyness(atMs: number): number {
  const local = new Date(atMs + OFFICE_OFFSET_MS);
  const hour = local.getUTCHours();
  const day = local.getUTCDay();
  const week = day === 0 || day === 6 ? 0.3 : 1;
  if (hour >= 9 && hour < 20) return week;
  return week * (hour >= 20 && hour < 23 ? 0.4 : 0.08);
}
