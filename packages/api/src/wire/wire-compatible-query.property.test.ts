import { parseEventsQuery } from "@deploy-lens/core/upstream/events-query/parse";
import fc from "fast-check";
import { expect, test } from "vitest";
import { WireEventsQuery } from "./wire-compatible-query.ts";

const number = fc.oneof(
  fc.integer({ min: -2, max: 1002 }).map(String),
  fc.constantFrom("", "1e3", "0x1", "1.5", "8640000000000000", "8640000000000001", "9".repeat(20)),
);

const query = fc.record(
  {
    event_type: fc.constantFrom("normal", "abnormal", "warning", ""),
    offset: number,
    limit: number,
    sort_by: fc.constantFrom("occur_time", "event_type"),
    order: fc.constantFrom("asc", "desc", "ASC"),
    event_info: fc.string({ unit: fc.constantFrom(..."a Z09[]()'`;,<>/?!&:\"#$%*+-.=@\\^_|~é中") }),
  },
  { requiredKeys: [] },
);

function isRead(text: Record<string, string | undefined>): boolean {
  try {
    parseEventsQuery(text, { unknown: "refuse" });
    return true;
  } catch {
    return false;
  }
}

test("the document describes exactly the queries that core reads", () => {
  fc.assert(
    fc.property(query, (asked) => {
      // A parameter without a value counts as absent.
      const given = Object.fromEntries(Object.entries(asked).filter(([, text]) => text !== ""));
      expect(WireEventsQuery.safeParse(given).success).toBe(isRead(asked));
    }),
    { numRuns: 2000 },
  );
});
