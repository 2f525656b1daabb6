import type { Language } from "../vocabulary/labels.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const UNITS = {
  en: { ms: "ms", s: "s", min: "min", h: "h", d: "d" },
  zh: { ms: "毫秒", s: "秒", min: "分", h: "小时", d: "天" },
} as const;

/**
 * Formats a duration for people: at most two units, with only significant digits.
 *
 * @param ms a duration in milliseconds; negative ones keep their sign.
 * @example
 * durationText(17); // "17 ms"
 * durationText(20_171); // "20.2 s"
 * durationText(80_818); // "1 min 20.8 s"
 * durationText(5_430_000); // "1 h 31 min"
 * durationText(80_818, "zh"); // "1 分 20.8 秒"
 */
export function durationText(ms: number, language: Language = "en"): string {
  if (ms < 0) return `−${durationText(-ms, language)}`;
  const unit = UNITS[language];
  if (ms < SECOND_MS) return `${Math.round(ms)} ${unit.ms}`;
  // Whole tenths first, so that 59.96 s reads "1 min", never "60.0 s".
  const tenths = Math.round(ms / 100) * 100;
  if (tenths < MINUTE_MS) return `${tenthsOfSecond(tenths)} ${unit.s}`;
  if (tenths < HOUR_MS) return pair(tenths, MINUTE_MS, unit.min, (rest) => [tenthsOfSecond(rest), unit.s]);
  const minutes = Math.round(ms / MINUTE_MS) * MINUTE_MS;
  if (minutes < DAY_MS) return pair(minutes, HOUR_MS, unit.h, (rest) => [rest / MINUTE_MS, unit.min]);
  const hours = Math.round(ms / HOUR_MS) * HOUR_MS;
  return pair(hours, DAY_MS, unit.d, (rest) => [rest / HOUR_MS, unit.h]);
}

function tenthsOfSecond(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}

function pair(
  ms: number,
  largeMs: number,
  largeUnit: string,
  smallOf: (restMs: number) => readonly [number | string, string],
): string {
  const large = `${Math.floor(ms / largeMs)} ${largeUnit}`;
  const restMs = ms % largeMs;
  return restMs === 0 ? large : `${large} ${smallOf(restMs).join(" ")}`;
}
