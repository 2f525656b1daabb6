import { describe, expect, test } from "vitest";
import { InvalidQueryError } from "./error.ts";
import { parseEventsQuery, type RequestParameters } from "./parse.ts";

const search = (text: string) => parseEventsQuery(new URLSearchParams(text));

function problemsOf(parameters: RequestParameters, unknown: "ignore" | "refuse" = "ignore") {
  try {
    parseEventsQuery(parameters, { unknown });
    return [];
  } catch (error) {
    if (error instanceof InvalidQueryError) return error.problems;
    throw error;
  }
}

const messagesOf = (text: string) => problemsOf(new URLSearchParams(text)).map(({ message }) => message);

describe("parseEventsQuery", () => {
  test("reads every parameter, in any order", () => {
    const text =
      "order=asc&sort_by=occur_time&limit=100&offset=2&end_time=1562597332582&start_time=1562597251764" +
      "&event_info=pull+image&event_type=abnormal";
    expect({ ...search(text) }).toEqual({
      eventType: "abnormal",
      eventInfo: "pull image",
      startTimeMs: 1562597251764,
      endTimeMs: 1562597332582,
      offset: 2,
      limit: 100,
      sortBy: "occur_time",
      order: "asc",
    });
  });

  test.each([
    ["pairs", [["limit", "5"]]],
    ["a map", new Map([["limit", "5"]])],
    ["a record", { limit: "5", order: undefined }],
    ["a record of lists", { limit: ["5"], order: [] }],
  ] satisfies [string, RequestParameters][])("reads %s", (_, parameters) => {
    expect(parseEventsQuery(parameters).toString()).toBe("limit=5");
  });

  test("gives the defaults for no parameters", () => {
    expect(search("").toString()).toBe("");
  });

  test.each([
    ["limit=&event_type=&start_time=", ""],
    ["limit=5&limit=", "limit=5"],
    ["start_time=1562597251764.0", "start_time=1562597251764"],
  ])("reads %s, as clients without integers send it", (text, read) => {
    expect(search(text).toString()).toBe(read);
  });

  test.each([
    ["limit=0", "limit is 0: must be an integer from 1 to 1000"],
    ["limit=ten", 'limit is "ten": must be an integer from 1 to 1000'],
    ["limit=1e2", 'limit is "1e2": must be an integer from 1 to 1000'],
    ["limit=0x10", 'limit is "0x10": must be an integer from 1 to 1000'],
    ["limit=%2010", 'limit is " 10": must be an integer from 1 to 1000'],
    ["offset=-1", "offset is -1: must be an integer from 0"],
    ["offset=1.5", 'offset is "1.5": must be an integer from 0'],
    ["offset=1.", 'offset is "1.": must be an integer from 0'],
    ["offset=99999999999999999999", "offset is 100000000000000000000: must be an integer from 0"],
    [
      "start_time=2019-07-08",
      'start_time is "2019-07-08": must be milliseconds since 1970-01-01T00:00:00Z, an integer from 0',
    ],
    ["start_time=2&end_time=1", "start_time is 2: must be at most end_time, 1"],
    ["sort_by=event_type", 'sort_by is "event_type": must be occur_time'],
    ["limit=1&limit=2", 'limit is "1 and 2": must be given once'],
  ])("refuses %s", (text, message) => {
    expect(messagesOf(text)).toEqual([message]);
  });

  test("lists repeated and wrong parameters together, in the reference's order", () => {
    expect(messagesOf("order=up&offset=1&offset=1&event_type=x")).toEqual([
      'event_type is "x": must be normal or abnormal',
      'offset is "1 and 1": must be given once',
      'order is "up": must be asc or desc',
    ]);
  });

  test("ignores unknown parameters, or refuses them if configured to", () => {
    const mistyped = { star_time: "5", workspace_id: ["0", "1"], limit: "5" };
    expect(parseEventsQuery(mistyped).toString()).toBe("limit=5");
    expect(problemsOf(mistyped, "refuse").map(({ parameter }) => parameter)).toEqual([
      "star_time",
      "workspace_id",
    ]);
    expect(problemsOf(mistyped, "refuse")[0]?.message).toBe(
      'star_time is "5": must be one of event_type, event_info, start_time, end_time, offset, limit, sort_by, order',
    );
  });

  test("knows its parameters in lower case alone", () => {
    expect(problemsOf({ Limit: "0" })).toEqual([]);
    expect(problemsOf({ Limit: "0" }, "refuse")).toHaveLength(1);
  });
});
