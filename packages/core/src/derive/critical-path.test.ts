import { expect, test } from "vitest";
import { criticalPath, unionMs } from "./critical-path.ts";

const window = { startMs: 0, endMs: 100 };
const span = (owner: string, startMs: number, endMs: number) => ({ owner, startMs, endMs });
const path = (...spans: ReturnType<typeof span>[]) =>
  criticalPath(window, spans).map((share) => `${share.owner ?? "-"} ${share.startMs}-${share.endMs}`);

test("what no span covers belongs to nobody", () => {
  expect(path()).toEqual(["- 0-100"]);
  expect(path(span("a", 10, 40), span("b", 60, 90))).toEqual([
    "- 0-10",
    "a 10-40",
    "- 40-60",
    "b 60-90",
    "- 90-100",
  ]);
});

test("the span that was waited for is critical, the shorter one beside it is not", () => {
  expect(path(span("long", 0, 100), span("short", 0, 60))).toEqual(["long 0-100"]);
});

test("goes from lane to lane where one waits for the other", () => {
  expect(path(span("a", 0, 40), span("b", 0, 55), span("c", 55, 100))).toEqual(["b 0-55", "c 55-100"]);
});

test("a span that runs across a wait takes it, back to the last end before", () => {
  expect(path(span("a", 0, 30), span("across", 10, 70), span("b", 50, 100))).toEqual([
    "a 0-30",
    "across 30-50",
    "b 50-100",
  ]);
});

test("spans without length, backwards or outside the window take nothing", () => {
  expect(path(span("dot", 5, 5), span("back", 60, 40), span("past", 120, 130), span("a", -10, 200))).toEqual([
    "a 0-100",
  ]);
});

test("an empty window has no shares", () => {
  expect(criticalPath({ startMs: 7, endMs: 7 }, [span("a", 0, 100)])).toEqual([]);
});

test("a union counts overlaps once", () => {
  expect(unionMs([span("a", 0, 60), span("b", 40, 70), span("c", 90, 95), span("d", 10, 20)])).toBe(75);
  expect(unionMs([])).toBe(0);
});
