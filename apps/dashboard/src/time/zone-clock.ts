import { zoneText } from "./moment-text.ts";

const H = 3_600_000;
const D = 24 * H;

export interface ZoneClock {
  /** The zone's offset from UTC at a point in time, ms. */
  offsetMs(epochMs: number): number;
  /** The hour of day, 0 to 23. */
  hourOf(epochMs: number): number;
  /** The calendar day, `2026-11-28`. */
  dayOf(epochMs: number): string;
  /** The start of a calendar day, epoch ms. */
  dayStartMs(day: string): number;
}

/**
 * Reads a zone's wall clock; by default that of the reader's own zone. Offsets are looked up once per hour of UTC, since a
 * change of daylight saving happens on a whole quarter of an hour at most once a day, and looking up is slow.
 *
 * @example
 * zoneClock("Asia/Shanghai").dayOf(Date.UTC(2026, 10, 28, 17)); // "2026-11-29"
 */
export function zoneClock(zone?: string): ZoneClock {
  const offsets = new Map<number, number>();
  const offsetMs = (epochMs: number) => {
    const hour = Math.floor(epochMs / H);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    // Without a change between the ends of a day, all of its hours have the offset of its ends.
    const first = Math.floor(epochMs / D) * 24;
    const [start, end] = [lookUpOffsetMs(first * H, zone), lookUpOffsetMs((first + 24) * H - 1, zone)];
    for (let at = first; at < first + 24; at++) {
      offsets.set(at, start === end ? start : lookUpOffsetMs(at * H, zone));
    }
    return offsets.get(hour) ?? start;
  };
  return {
    offsetMs,
    hourOf: (epochMs) => Math.floor(((((epochMs + offsetMs(epochMs)) % D) + D) % D) / H),
    dayOf: (epochMs) => new Date(epochMs + offsetMs(epochMs)).toISOString().slice(0, 10),
    dayStartMs: (day) => {
      const utcMs = Date.parse(day);
      const guessMs = utcMs - offsetMs(utcMs);
      return utcMs - offsetMs(guessMs);
    },
  };
}

function lookUpOffsetMs(epochMs: number, zone: string | undefined): number {
  const [, sign, hours = "0", minutes = "0"] = /([+-])(\d\d):(\d\d)/.exec(zoneText(epochMs, zone)) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * H + Number(minutes) * 60_000);
}
