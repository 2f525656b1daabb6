import { expect, test } from "vitest";
import { criticalPath, type Share, unionMs } from "./critical-path.ts";

const window = { startMs: 0, endMs: 100 };
const span = (owner: string, startMs: number, endMs: number) => ({ owner, startMs, endMs });
const told = (shares: readonly Share<string>[]) =>
  shares.map(({ owner, startMs, endMs }) => `${owner ?? "-"} ${startMs}-${endMs}`);
const path = (...spans: ReturnType<typeof span>[]) => told(criticalPath(window, spans));

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

test("of spans that end together the one that began last was waited for, whatever their order", () => {
  const [first, last] = [span("first", 0, 100), span("last", 40, 100)];
  expect(path(first, last)).toEqual(["first 0-40", "last 40-100"]);
  expect(path(last, first)).toEqual(["first 0-40", "last 40-100"]);
  expect(path(span("listed first", 40, 100), last)).toEqual(["- 0-40", "listed first 40-100"]);
});

test("an earlier end is never waited for instead of a later one", () => {
  expect(path(span("late", 0, 60), span("early", 30, 50), span("b", 70, 100))).toEqual([
    "late 0-60",
    "- 60-70",
    "b 70-100",
  ]);
});

test("of spans that run across a wait the one that began last takes it", () => {
  const [outer, inner, b] = [span("outer", 0, 90), span("inner", 20, 80), span("b", 60, 100)];
  for (const spans of [
    [outer, inner, b],
    [b, inner, outer],
  ]) {
    expect(path(...spans)).toEqual(["outer 0-20", "inner 20-60", "b 60-100"]);
  }
  expect(path(span("listed first", 20, 80), inner, b)).toEqual(["- 0-20", "listed first 20-60", "b 60-100"]);
});

test("goes through the span whose failure was decisive, though others ran at the end", () => {
  const [failed, innocent] = [span("failed", 30, 60), span("innocent", 10, 100)];
  const rest = [span("before", 0, 20), span("beside", 55, 80)];
  const through = (owner: string) => told(criticalPath(window, [innocent, failed, ...rest], owner));
  expect(through("failed")).toEqual(["before 0-20", "innocent 20-30", "failed 30-60", "innocent 60-100"]);
  expect(through("innocent")).toEqual(["before 0-10", "innocent 10-100"]);
  expect(through("beside")).toEqual([
    "before 0-20",
    "innocent 20-30",
    "failed 30-55",
    "beside 55-80",
    "innocent 80-100",
  ]);
  expect(told(criticalPath(window, [innocent, span("past", 120, 130)], "past"))).toEqual(path(innocent));
});

test("is still led through the decisive span after several others", () => {
  const spans = [span("failed", 30, 60), span("other", 50, 60), span("next", 60, 80), span("last", 80, 100)];
  expect(told(criticalPath(window, spans, "failed"))).toEqual([
    "- 0-30",
    "failed 30-60",
    "next 60-80",
    "last 80-100",
  ]);
});

test("a span that goes on beyond the window ends with it", () => {
  expect(path(span("beyond", 80, 120), span("within", 85, 95))).toEqual(["- 0-80", "beyond 80-100"]);
});

test("a wait after the decisive span is nobody's, up to its end", () => {
  expect(told(criticalPath(window, [span("failed", 10, 60), span("b", 0, 30)], "failed"))).toEqual([
    "b 0-10",
    "failed 10-60",
    "- 60-100",
  ]);
});

test("a span is cut where the window ends, on either side", () => {
  expect(path(span("early", -10, 20), span("late", 90, 120))).toEqual([
    "early 0-20",
    "- 20-90",
    "late 90-100",
  ]);
  expect(path(span("whole", 0, 100))).toEqual(["whole 0-100"]);
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
  expect(unionMs([span("c", 50, 60), span("a", 0, 60)])).toBe(60);
  expect(unionMs([span("a", 0, 60), span("touching", 60, 70)])).toBe(70);
  expect(unionMs([])).toBe(0);
});
