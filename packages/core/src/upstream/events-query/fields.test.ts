import { describe, expect, test } from "vitest";
import { InvalidQueryError, type QueryProblem } from "./error.ts";
import { checkEventsQueryFields, type UncheckedEventsQueryFields } from "./fields.ts";

function problemsOf(fields: UncheckedEventsQueryFields): readonly QueryProblem[] {
  try {
    checkEventsQueryFields(fields);
    return [];
  } catch (error) {
    if (error instanceof InvalidQueryError) return error.problems;
    throw error;
  }
}

const parametersOf = (fields: UncheckedEventsQueryFields) =>
  problemsOf(fields).map(({ parameter }) => parameter);

describe("checkEventsQueryFields", () => {
  test("lists every bad parameter at once, in the reference's order, with what is allowed and what was given", () => {
    expect(
      problemsOf({ order: "up", limit: 0, offset: -1, startTimeMs: 2, endTimeMs: 1, eventType: "Normal" }),
    ).toEqual([
      {
        parameter: "event_type",
        message: 'event_type is "Normal": must be normal or abnormal',
        allowed: "normal or abnormal",
        given: '"Normal"',
      },
      {
        parameter: "start_time",
        message: "start_time is 2: must be at most end_time, 1",
        allowed: "at most end_time, 1",
        given: "2",
      },
      {
        parameter: "offset",
        message: "offset is -1: must be an integer from 0",
        allowed: "an integer from 0",
        given: "-1",
      },
      {
        parameter: "limit",
        message: "limit is 0: must be an integer from 1 to 1000",
        allowed: "an integer from 1 to 1000",
        given: "0",
      },
      {
        parameter: "order",
        message: 'order is "up": must be asc or desc',
        allowed: "asc or desc",
        given: '"up"',
      },
    ]);
  });

  test("accepts a window of one instant", () => {
    expect(problemsOf({ startTimeMs: 1, endTimeMs: 1 })).toEqual([]);
    expect(parametersOf({ startTimeMs: 2, endTimeMs: 1 })).toEqual(["start_time"]);
  });

  test.each([1, 1000])("accepts limit %d", (limit) => {
    expect(problemsOf({ limit })).toEqual([]);
  });

  test.each([0, -1, 1001, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", true, [10], {}])(
    "refuses limit %j",
    (limit) => {
      expect(parametersOf({ limit })).toEqual(["limit"]);
    },
  );

  test.each([-1, 0.5, 2 ** 53, Number.NaN, "0"])("refuses offset %j", (offset) => {
    expect(parametersOf({ offset })).toEqual(["offset"]);
  });

  test.each([-1, 0.5, 8.64e15 + 1, "2026-01-01"])("refuses time %j", (time) => {
    expect(parametersOf({ startTimeMs: time, endTimeMs: time })).toEqual(["start_time", "end_time"]);
  });

  test("refuses to sort by anything but the time", () => {
    expect(parametersOf({ sortBy: "event_type" })).toEqual(["sort_by"]);
  });

  test.each([
    "pull image",
    "mnist 1.0.0",
    "failed to pull image - retry_later",
    'say "a" * $5 = 100% @x #1 ~^|\\',
  ])("accepts event_info %j", (eventInfo) => {
    expect(problemsOf({ eventInfo })).toEqual([]);
  });

  test.each([..."`(){}';,[]<>/?!&:"])("refuses event_info with %s", (character) => {
    expect(problemsOf({ eventInfo: `mnist ${character} 1.0.0` })).toMatchObject([
      {
        parameter: "event_info",
        allowed: "English text (printable ASCII, not blank) without any of `(){}';,[]<>/?!&:",
      },
    ]);
  });

  test.each(["", "  ", "部署失败", "a\nb", "a\u0000", "naïve", "！", "…", 7])(
    "refuses event_info %j",
    (eventInfo) => {
      expect(parametersOf({ eventInfo })).toEqual(["event_info"]);
    },
  );

  test("shows a long value shortened, and never calls into a value", () => {
    expect(problemsOf({ order: "x".repeat(5000) })[0]?.given).toBe(`"${"x".repeat(100)}"…`);
    expect(problemsOf({ limit: { toString: 1 } })[0]?.given).toBe("an object");
    expect(problemsOf({ limit: Object.create(null) })[0]?.given).toBe("an object");
    expect(problemsOf({ limit: [[]] })[0]?.given).toBe("a list");
  });
});
