import { describe, expect, test } from "vitest";
import { dayAfter, dayBefore, daysOf, isOverlapping, parseComparison, windowOf } from "./range-search.ts";

const NOW_MS = Date.parse("2026-11-23T14:48:33.198Z");
const day = (text: string) => Date.parse(text);

describe("windows", () => {
  test("30 days unless asked otherwise, from a whole five minutes", () => {
    expect(windowOf({}, NOW_MS)).toEqual({ fromMs: day("2026-10-24T14:45:00Z"), toMs: null });
  });

  test("a range, days, or a range up to a day", () => {
    expect(windowOf({ range: "24h" }, NOW_MS).fromMs).toBe(day("2026-11-22T14:45:00Z"));
    expect(windowOf({ from: "2026-10-01", to: "2026-10-08" }, NOW_MS)).toEqual({
      fromMs: day("2026-10-01"),
      toMs: day("2026-10-08"),
    });
    expect(windowOf({ range: "7d", to: "2026-10-08" }, NOW_MS).fromMs).toBe(day("2026-10-01"));
  });
});

describe("days", () => {
  test("begin with those of the range, today included", () => {
    expect(daysOf({ range: "7d" }, NOW_MS)).toEqual({ from: "2026-11-17", to: "2026-11-24" });
    expect(daysOf({}, NOW_MS)).toEqual({ from: "2026-10-25", to: "2026-11-24" });
    expect(daysOf({ from: "2026-11-01" }, NOW_MS)).toEqual({ from: "2026-11-01", to: "2026-11-24" });
  });

  test("go over months and years", () => {
    expect(dayAfter("2026-12-31")).toBe("2027-01-01");
    expect(dayBefore("2028-03-01")).toBe("2028-02-29");
  });
});

describe("a window to compare with", () => {
  const window = { fromMs: day("2026-10-08"), toMs: day("2026-10-15") };
  test.each([
    ["2026-10-01", "2026-10-08", false],
    ["2026-10-01", "2026-10-09", true],
    ["2026-10-14", "2026-10-20", true],
    ["2026-10-15", "2026-10-20", false],
  ])("from %s to before %s", (from, to, overlaps) => {
    expect(isOverlapping({ from, to }, window)).toBe(overlaps);
  });

  test("of a window that goes on, whatever is later overlaps", () => {
    expect(isOverlapping({ from: "2027-01-01", to: "2027-01-08" }, { ...window, toMs: null })).toBe(true);
  });
});

describe("comparisons", () => {
  test.each([
    ["previous", { with: "previous" }],
    ["none", { with: "none" }],
    ["2026-10-01/2026-10-08", { with: "window", from: "2026-10-01", to: "2026-10-08" }],
    ["model:推理 a/b 1.0", { with: "model", model: "推理 a/b 1.0" }],
  ])("%s", (text, expected) => {
    expect(parseComparison(text)).toEqual(expected);
  });

  test.each([
    "",
    "yesterday",
    "2026-10-08/2026-10-01",
    "2026-10-08/2026-10-08",
    "2026-13-01/2027-01-01",
    "model:",
  ])("%j is none", (text) => {
    expect(parseComparison(text)).toBeNull();
  });
});
