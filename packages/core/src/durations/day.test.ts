import { describe, expect, it } from "vitest";
import { DAY_MS, utcDay, utcDayStartMs } from "./index.ts";

describe("utcDay", () => {
  it("turns at midnight UTC", () => {
    expect(utcDay(1_562_597_251_764)).toBe("2019-07-08");
    expect(utcDay(Date.UTC(2026, 10, 1) - 1)).toBe("2026-10-31");
    expect(utcDay(Date.UTC(2026, 10, 1))).toBe("2026-11-01");
  });

  it("refuses what is no instant", () => {
    expect(() => utcDay(Number.NaN)).toThrow(RangeError);
    expect(() => utcDay(9e15)).toThrow(RangeError);
  });
});

describe("utcDayStartMs", () => {
  it("is the inverse at midnight", () => {
    for (const day of ["1970-01-01", "2024-02-29", "2026-11-01", "+012345-01-01"]) {
      expect(utcDay(utcDayStartMs(day))).toBe(day);
      expect(utcDay(utcDayStartMs(day) + DAY_MS - 1)).toBe(day);
    }
  });

  it.each(["2026-02-30", "2026-2-3", "today", "", "2026-11-01T00:00:00Z"])("refuses %j", (day) => {
    expect(() => utcDayStartMs(day)).toThrow("write yyyy-mm-dd");
  });
});
