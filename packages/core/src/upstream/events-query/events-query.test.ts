import { describe, expect, expectTypeOf, test } from "vitest";
import { InvalidQueryError } from "./error.ts";
import type { EventsQueryFields } from "./fields.ts";
import { EventsQuery } from "./index.ts";

const everything: EventsQueryFields = {
  eventType: "abnormal",
  eventInfo: "pull image",
  startTimeMs: 1562597251764,
  endTimeMs: 1562597332582,
  offset: 2,
  limit: 100,
  sortBy: "occur_time",
  order: "asc",
};

describe("EventsQuery", () => {
  test("has the reference page's defaults", () => {
    expect({ ...EventsQuery.create() }).toEqual({
      eventType: null,
      eventInfo: null,
      startTimeMs: null,
      endTimeMs: null,
      offset: 0,
      limit: 1000,
      sortBy: "occur_time",
      order: "desc",
    });
  });

  test("holds what it was given", () => {
    expect({ ...EventsQuery.create(everything) }).toEqual(everything);
  });

  test("cannot be changed", () => {
    const query = EventsQuery.create();
    expect(() => Object.assign(query, { limit: 5 })).toThrow(TypeError);
    expect(query.limit).toBe(1000);
  });

  test("changes into another query and stays as it was", () => {
    const query = EventsQuery.create(everything);
    const changed = query.with({ eventType: null, limit: 5 });
    expect({ ...changed }).toEqual({ ...everything, eventType: null, limit: 5 });
    expect({ ...query }).toEqual(everything);
  });

  test("checks changes together with what stays", () => {
    const query = EventsQuery.create({ startTimeMs: 2000 });
    expect(() => query.with({ endTimeMs: 1000 })).toThrow(
      "start_time is 2000: must be at most end_time, 1000",
    );
  });

  test("is typed: what cannot be asked does not compile, and only create makes one", () => {
    expectTypeOf(EventsQuery.create).parameter(0).toEqualTypeOf<Partial<EventsQueryFields> | undefined>();
    expectTypeOf<EventsQuery["eventType"]>().toEqualTypeOf<"normal" | "abnormal" | null>();
    expectTypeOf<EventsQuery["sortBy"]>().toEqualTypeOf<"occur_time">();
    expectTypeOf<EventsQuery["order"]>().toEqualTypeOf<"asc" | "desc">();
    expectTypeOf<EventsQueryFields>().not.toExtend<EventsQuery>();
    // @ts-expect-error: a query is frozen
    expect(() => (EventsQuery.create().limit = 5)).toThrow(TypeError);
    // @ts-expect-error: v1 has no warnings to ask for
    expect(() => EventsQuery.create({ eventType: "warning" })).toThrow(InvalidQueryError);
    // @ts-expect-error: the constructor is private; it does not check
    expectTypeOf(new EventsQuery(everything)).toEqualTypeOf<EventsQuery>();
  });
});

describe("toString", () => {
  test.each([
    [{}, ""],
    [{ order: "asc" } as const, "order=asc"],
    [{ order: "desc", limit: 1000, offset: 0 } as const, ""],
    [{ eventInfo: 'a+b %20 "c"' }, "event_info=a%2Bb%20%2520%20%22c%22"],
    [
      everything,
      "event_type=abnormal&event_info=pull%20image&start_time=1562597251764&end_time=1562597332582" +
        "&offset=2&limit=100&order=asc",
    ],
  ])("leaves defaults out (%#)", (fields, expected) => {
    expect(EventsQuery.create(fields).toString()).toBe(expected);
  });

  test("writes defaults when asked to", () => {
    expect(EventsQuery.create().toString({ defaults: "write" })).toBe(
      "offset=0&limit=1000&sort_by=occur_time&order=desc",
    );
  });
});

describe("toSearchParams", () => {
  test("gives a URLSearchParams", () => {
    const params = EventsQuery.create({ eventInfo: "starting model" }).toSearchParams();
    expect(params).toBeInstanceOf(URLSearchParams);
    expect([...params]).toEqual([["event_info", "starting model"]]);
    expectTypeOf(params).toEqualTypeOf<URLSearchParams>();
  });
});
