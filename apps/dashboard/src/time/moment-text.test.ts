import { describe, expect, test } from "vitest";
import { agoText, momentText, utcText, zoneText } from "./moment-text.ts";

const SAMPLE_MS = 1562597251764;

describe("a moment", () => {
  test("is said in the reader's zone", () => {
    expect(momentText(SAMPLE_MS, "clock", "en", "Asia/Shanghai")).toBe("22:47:31");
    expect(momentText(SAMPLE_MS, "clock", "en", "America/New_York")).toBe("10:47:31");
    expect(momentText(SAMPLE_MS, "day", "en", "Asia/Tokyo")).toBe("Jul 8");
  });

  test("is said in the reader's language", () => {
    expect(momentText(SAMPLE_MS, "minute", "zh", "Asia/Shanghai")).toBe("2019-07-08 22:47");
    expect(momentText(SAMPLE_MS, "moment", "zh", "Asia/Shanghai")).toBe("2019-07-08 22:47:31");
    expect(momentText(SAMPLE_MS, "millisecond", "zh", "Asia/Shanghai")).toBe("22:47:31.764");
    expect(momentText(SAMPLE_MS, "day", "zh", "Asia/Shanghai")).toBe("07-08");
  });

  test("crosses the date line with the zone", () => {
    expect(momentText(Date.UTC(2026, 0, 1, 20), "day", "en", "Pacific/Auckland")).toBe("Jan 2");
  });

  test("is exact in UTC", () => {
    expect(utcText(SAMPLE_MS)).toBe("2019-07-08 14:47:31.764 UTC");
  });
});

test.each([
  ["Asia/Shanghai", "UTC+08:00"],
  ["America/New_York", "UTC-04:00"],
  ["Asia/Kathmandu", "UTC+05:45"],
  ["UTC", "UTC"],
])("the zone of %s is named %s", (zone, text) => {
  expect(zoneText(SAMPLE_MS, zone)).toBe(text);
});

test.each([
  [0, "just now", "刚刚"],
  [59_999, "59 seconds ago", "59 秒前"],
  [60_000, "1 minute ago", "1 分钟前"],
  [3_599_999, "59 minutes ago", "59 分钟前"],
  [86_400_000, "yesterday", "昨天"],
  [40 * 86_400_000, "40 days ago", "40 天前"],
  [2695 * 86_400_000, "7 years ago", "7 年前"],
])("%i ms ago", (ms, english, chinese) => {
  expect(agoText(ms, "en")).toBe(english);
  expect(agoText(ms, "zh")).toBe(chinese.replace(" ", "\u00a0"));
});
