import { expect, test } from "vitest";
import { comparedWindows } from "./compared-windows.ts";

const NOW_MS = Date.parse("2026-11-23T14:48:33.198Z");
const at = (text: string) => Date.parse(text);

test("unless asked otherwise, the last quarter with the rest", () => {
  expect(comparedWindows({ from: "2026-11-01", to: "2026-11-13" }, NOW_MS)).toEqual({
    kind: "recent",
    now: { fromMs: at("2026-11-10"), toMs: at("2026-11-13") },
    before: { fromMs: at("2026-11-01"), toMs: at("2026-11-10") },
  });
});

test("the window before is as long and ends where this one begins", () => {
  expect(comparedWindows({ range: "7d", compare: "previous" }, NOW_MS)).toEqual({
    kind: "window",
    now: { fromMs: at("2026-11-16T14:45:00Z"), toMs: at("2026-11-23T14:45:00Z") },
    before: { fromMs: at("2026-11-09T14:45:00Z"), toMs: at("2026-11-16T14:45:00Z") },
  });
});

test("other days, unless they overlap; or nothing", () => {
  const search = { from: "2026-11-08", to: "2026-11-15" };
  expect(comparedWindows({ ...search, compare: "2026-11-01/2026-11-08" }, NOW_MS)?.kind).toBe("window");
  expect(comparedWindows({ ...search, compare: "2026-11-01/2026-11-09" }, NOW_MS)?.kind).toBe("overlapping");
  expect(comparedWindows({ ...search, compare: "none" }, NOW_MS)).toBeNull();
});
