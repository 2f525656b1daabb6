import type { Language } from "@deploy-lens/core/vocabulary/labels";
import { languageTag } from "../language/language-tag.ts";

/** Levels of detail of a point in time. */
export type MomentStyle = "moment" | "minute" | "clock" | "millisecond" | "day";

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;

const STYLES: Record<MomentStyle, Intl.DateTimeFormatOptions> = {
  moment: { dateStyle: "medium", timeStyle: "medium" },
  minute: { dateStyle: "medium", timeStyle: "short" },
  clock: CLOCK,
  millisecond: { ...CLOCK, fractionalSecondDigits: 3 },
  day: { month: "short", day: "numeric" },
};

const NUMERIC_DATE = { year: "numeric", month: "2-digit", day: "2-digit" } as const;

/** Chinese dates use `2026-11-28`, like the ModelArts console. The `sv` locale formats them so. */
const CHINESE_STYLES: Record<MomentStyle, Intl.DateTimeFormatOptions> = {
  moment: { ...NUMERIC_DATE, ...CLOCK },
  minute: { ...NUMERIC_DATE, hour: "2-digit", minute: "2-digit" },
  clock: CLOCK,
  millisecond: { ...CLOCK, fractionalSecondDigits: 3 },
  day: NUMERIC_DATE,
};

const LOCALES: Record<Language, string> = { en: "en", zh: "sv-SE" };

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Formats a point in time in `timeZone`, by default the reader's own.
 *
 * @example
 * momentText(Date.UTC(2019, 6, 8, 14, 47, 31), "minute", "en", "Asia/Shanghai"); // "Jul 8, 2019, 10:47 PM"
 */
export function momentText(
  epochMs: number,
  style: MomentStyle,
  language: Language,
  timeZone?: string,
): string {
  const key = `${style} ${language} ${timeZone ?? ""}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[language], {
      ...(language === "zh" ? CHINESE_STYLES : STYLES)[style],
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    formats.set(key, format);
  }
  const text = format.format(epochMs);
  if (language === "en") return text;
  return style === "day" ? text.slice("2026-".length) : text.replace(",", ".");
}

/**
 * Formats a point in time in UTC, as in logs.
 *
 * @example
 * utcText(1562597251764); // "2019-07-08 14:47:31.764 UTC"
 */
export function utcText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().replace("T", " ").slice(0, -1)} UTC`;
}

/**
 * The UTC offset that {@link momentText} uses at a point in time, which changes with daylight saving.
 *
 * @example
 * zoneText(1562597251764, "Asia/Shanghai"); // "UTC+08:00"
 */
export function zoneText(epochMs: number, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZoneName: "longOffset",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(epochMs);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return name.replace("GMT", "UTC").replace(/^UTC\+00:00$/, "UTC");
}

const agoFormats = new Map<Language, Intl.RelativeTimeFormat>();

const AGO_UNITS = [
  ["year", 365 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

const JUST_NOW = { en: "just now", zh: "刚刚" } as const;

/**
 * Formats how long ago something was, in one unit.
 *
 * @example
 * agoText(185_000, "en"); // "3 minutes ago"
 * agoText(185_000, "zh"); // "3 分钟前"
 */
export function agoText(ms: number, language: Language): string {
  if (Math.abs(ms) < 1000) return JUST_NOW[language];
  const [unit, unitMs] = AGO_UNITS.find(([, size]) => Math.abs(ms) >= size) ?? (["second", 1000] as const);
  const amount = Math.trunc(ms / unitMs);
  let format = agoFormats.get(language);
  if (format === undefined) {
    format = new Intl.RelativeTimeFormat(languageTag(language), { numeric: "auto" });
    agoFormats.set(language, format);
  }
  const text = format.format(-amount, unit);
  // As in durations: a space between digits and Han characters.
  return language === "zh"
    ? text.replace(/(\d)(?=\p{Script=Han})/gu, "$1\u00a0").replace("秒钟", "秒")
    : text;
}
