import { describe, expect, expectTypeOf, test } from "vitest";
import documentedSample from "../../../fixtures/documented-sample.json" with { type: "json" };
import { parseEventsAnswer, type WireEventsAnswer } from "../events.ts";
import { MAX_OFFSET } from "./fields.ts";
import { EventsQuery } from "./index.ts";
import { nextPage, type OffsetMode, type PageSeen, rowRange } from "./page.ts";

const seen = (rows: number, total_count: number): PageSeen => ({ total_count, events: { length: rows } });
const asc = EventsQuery.create({ order: "asc", limit: 4 });

describe("rowRange", () => {
  test("counts pages or rows", () => {
    const query = EventsQuery.create({ offset: 2, limit: 100 });
    expect(rowRange(query)).toEqual({ start: 200, end: 300 });
    expect(rowRange(query, "page")).toEqual({ start: 200, end: 300 });
    expect(rowRange(query, "row")).toEqual({ start: 2, end: 102 });
  });
});

describe("nextPage", () => {
  test("asks for nothing after the documented sample", () => {
    expect(nextPage(EventsQuery.create(), parseEventsAnswer(documentedSample))).toBeNull();
    expectTypeOf<WireEventsAnswer>().toExtend<PageSeen>();
  });

  test.each<[OffsetMode, string[]]>([
    ["page", ["offset=1&limit=4&order=asc", "offset=2&limit=4&order=asc"]],
    ["row", ["offset=4&limit=4&order=asc", "offset=8&limit=4&order=asc"]],
  ])("goes through nine rows by four, counting by %s", (mode, expected) => {
    const second = nextPage(asc, seen(4, 9), mode);
    const third = second && nextPage(second, seen(4, 9), mode);
    expect([second, third].map(String)).toEqual(expected);
    expect(third && nextPage(third, seen(1, 9), mode)).toBeNull();
  });

  test.each<OffsetMode>(["page", "row"])("keeps filters and window, counting by %s", (mode) => {
    const query = asc.with({ eventType: "abnormal", eventInfo: "pull", startTimeMs: 1, endTimeMs: 2 });
    expect(nextPage(query, seen(4, 9), mode)).toMatchObject({
      eventType: "abnormal",
      eventInfo: "pull",
      startTimeMs: 1,
      endTimeMs: 2,
      order: "asc",
    });
  });

  test.each<OffsetMode>(["page", "row"])(
    "ends at an answer without rows whatever is promised (%s)",
    (mode) => {
      expect(nextPage(asc.with({ offset: 3 }), seen(0, 1_000_000), mode)).toBeNull();
    },
  );

  test("takes over the upstream's page when the first is shorter than asked for", () => {
    const query = EventsQuery.create({ order: "asc" });
    expect(nextPage(query, seen(500, 1800))?.toString()).toBe("offset=1&limit=500&order=asc");
    expect(nextPage(query, seen(500, 1800), "row")?.toString()).toBe("offset=500&order=asc");
    expect(nextPage(query.with({ offset: 1, limit: 500 }), seen(400, 1800))?.toString()).toBe(
      "offset=2&limit=500&order=asc",
    );
  });

  test.each<OffsetMode>(["page", "row"])("ends at the furthest offset (%s)", (mode) => {
    const last = asc.with({ offset: MAX_OFFSET });
    expect(nextPage(last, seen(4, Number.MAX_SAFE_INTEGER), mode)).toBeNull();
  });
});
