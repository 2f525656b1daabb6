import { PHASES } from "@deploy-lens/core/vocabulary/phase";
import { describe, expect, test } from "vitest";
import { EventsRequest } from "../events/events-query.ts";
import { ServiceDurationsQuery } from "../statistics/deploy-durations-query.ts";
import { ProjectPath } from "./ids.ts";
import { parseParameters, parseQuery } from "./query.ts";

function errorsOf(text: string) {
  const parsed = parseQuery(EventsRequest, new URLSearchParams(text));
  return parsed.ok ? [] : parsed.errors;
}

describe("a query that holds", () => {
  test("no parameters means the defaults", () => {
    expect(parseQuery(EventsRequest, new URLSearchParams())).toEqual({
      ok: true,
      value: { order: "desc", limit: 100 },
    });
  });

  test("every parameter is parsed to its own type", () => {
    const query = new URLSearchParams({
      type: "abnormal,warning",
      from: "2019-07-08T22:47:31.764+08:00",
      to: "1562597332583",
      phase: "pull_image",
      signal: "begin,success",
      model: "zcjtestTF 3.0.0",
      order: "asc",
      limit: "7",
      cursor: "abc_-.~",
    });
    expect(parseQuery(EventsRequest, query)).toEqual({
      ok: true,
      value: {
        type: ["abnormal", "warning"],
        from: 1562597251764,
        to: 1562597332583,
        phase: ["pull_image"],
        signal: ["begin", "success"],
        model: "zcjtestTF 3.0.0",
        order: "asc",
        limit: 7,
        cursor: "abc_-.~",
      },
    });
  });

  test("a plus sign that was not encoded is put back, in a time and in a range", () => {
    const query = new URLSearchParams(
      "from=2019-07-08T22:47:31+08:00&compareTo=2019-07-01T00:00:00+08:00/2019-07-08T00:00:00.5+08:00",
    );
    expect(parseQuery(ServiceDurationsQuery, query)).toMatchObject({
      ok: true,
      value: {
        from: Date.parse("2019-07-08T14:47:31Z"),
        compareTo: { fromMs: Date.parse("2019-06-30T16:00:00Z"), toMs: Date.parse("2019-07-07T16:00:00.5Z") },
      },
    });
  });
});

describe("a query that does not hold names each parameter and what it must be", () => {
  test("unknown parameters, with the known ones", () => {
    expect(errorsOf("colour=red")).toEqual([
      {
        parameter: "colour",
        message: "is not a parameter of this route",
        allowed: ["type", "from", "to", "phase", "signal", "model", "order", "limit", "cursor", "format"],
      },
    ]);
  });

  test("repeated parameters, even with one value", () => {
    expect(errorsOf("limit=5&limit=5")).toEqual([{ parameter: "limit", message: "must be given once" }]);
  });

  test("a list, which may repeat or hold commas, still names each word once", () => {
    expect(errorsOf("type=normal&type=normal,abnormal")).toEqual([
      { parameter: "type", message: "must name each word once" },
    ]);
  });

  test("several mistakes at once", () => {
    expect(errorsOf("limit=0&order=up&from=now&from=then").map((error) => error.parameter)).toEqual([
      "from",
      "order",
      "limit",
    ]);
  });

  test.each(["", "0", "1001", "-1", "+1", "1e2", "0x10", "1.0", " 1", "١", "9".repeat(30)])(
    "limit %j",
    (limit) => {
      expect(errorsOf(new URLSearchParams({ limit }).toString())).toEqual([
        { parameter: "limit", message: "must be a whole number from 1 to 1000" },
      ]);
    },
  );

  test("a word outside a closed list, with the list", () => {
    expect(errorsOf("phase=pull_image,push_image")).toEqual([
      {
        parameter: "phase",
        message: "must be among the allowed words",
        allowed: PHASES,
      },
    ]);
    expect(errorsOf("order=up")).toEqual([
      { parameter: "order", message: "must be one of the allowed words", allowed: ["asc", "desc"] },
    ]);
  });

  test("a word named twice, an empty list", () => {
    expect(errorsOf("type=normal,normal")).toEqual([
      { parameter: "type", message: "must name each word once" },
    ]);
    expect(errorsOf("type=")).toMatchObject([{ parameter: "type", allowed: expect.any(Array) }]);
  });

  test.each([
    "",
    "yesterday",
    "2019-07-08T22:47:31",
    "2019-02-29",
    "2019-07-08T25:00:00Z",
    "-1",
    "1e12",
    "999999999999999",
    "2019-07-08 22:47:31Z",
  ])("from %j", (from) => {
    expect(errorsOf(new URLSearchParams({ from }).toString())).toMatchObject([{ parameter: "from" }]);
  });

  test.each(["5", "4"])("an empty or reversed range, to=%s after from=5", (to) => {
    expect(errorsOf(`from=5&to=${to}`)).toMatchObject([
      { parameter: "from", message: expect.stringContaining("earlier than `to`") },
    ]);
  });

  test("model and cursor with control characters or without end", () => {
    expect(errorsOf("model=a%00b")).toMatchObject([{ parameter: "model" }]);
    expect(errorsOf(`model=${"a".repeat(257)}`)).toMatchObject([{ parameter: "model" }]);
    expect(errorsOf("cursor=..%2F..")).toMatchObject([{ parameter: "cursor" }]);
  });
});

test("names that objects inherit are unknown parameters like any other", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect(errorsOf(`${name}=1`)).toMatchObject([{ parameter: name }]);
  }
});

test("path parameters are read the same way", () => {
  expect(parseParameters(ProjectPath, { projectId: "demo" })).toEqual({
    ok: true,
    value: { projectId: "demo" },
  });
  expect(parseParameters(ProjectPath, { projectId: "../etc" })).toMatchObject({
    ok: false,
    errors: [{ parameter: "projectId" }],
  });
});
