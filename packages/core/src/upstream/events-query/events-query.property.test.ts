import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_EPOCH_MS } from "../events.ts";
import { EVENTS_QUERY_PARAMETERS, InvalidQueryError } from "./error.ts";
import { type EventsQueryFields, MAX_OFFSET } from "./fields.ts";
import { EventsQuery } from "./index.ts";
import { parseEventsQuery } from "./parse.ts";

const ALLOWED = [...' "#$%*+-._=@\\^|~abzABZ0189'];
const time = fc.option(fc.integer({ min: 0, max: MAX_EPOCH_MS }));
const eventInfo = fc
  .string({ unit: fc.constantFrom(...ALLOWED), minLength: 1 })
  .filter((text) => text.trim() !== "");

const query: fc.Arbitrary<EventsQuery> = fc
  .record<EventsQueryFields>({
    eventType: fc.constantFrom(null, "normal", "abnormal"),
    eventInfo: fc.option(eventInfo),
    startTimeMs: time,
    endTimeMs: time,
    offset: fc.integer({ min: 0, max: MAX_OFFSET }),
    limit: fc.integer({ min: 1, max: 1000 }),
    sortBy: fc.constant("occur_time"),
    order: fc.constantFrom("asc", "desc"),
  })
  .map((fields) => {
    const times = [fields.startTimeMs, fields.endTimeMs];
    const [startTimeMs, endTimeMs] = times.includes(null)
      ? times
      : times.toSorted((a, b) => Number(a) - Number(b));
    return EventsQuery.create({ ...fields, startTimeMs: startTimeMs ?? null, endTimeMs: endTimeMs ?? null });
  });

describe("a query as a string", () => {
  test.each(["omit", "write"] as const)("is read back as it was, defaults: %s", (defaults) => {
    fc.assert(
      fc.property(query, (original) => {
        const params = original.toSearchParams({ defaults });
        expect(parseEventsQuery(params)).toEqual(original);
        expect(parseEventsQuery(Object.fromEntries(params), { unknown: "refuse" })).toEqual(original);
        expect(parseEventsQuery(new URLSearchParams(original.toString({ defaults })))).toEqual(original);
      }),
    );
  });

  test("is the same however its parameters were ordered", () => {
    const shuffled = query.chain((original) => {
      const pairs = [...original.toSearchParams({ defaults: "write" })];
      return fc.tuple(fc.constant(original), fc.shuffledSubarray(pairs, { minLength: pairs.length }));
    });
    fc.assert(
      fc.property(shuffled, ([original, pairs]) => {
        expect(parseEventsQuery(pairs).toString()).toBe(original.toString());
      }),
    );
  });

  test("needs no decoding rule beyond percent signs", () => {
    fc.assert(
      fc.property(query, (original) => {
        expect(original.toString()).toMatch(/^[\w.*=&%-]*$/);
        expect(decodeURIComponent(original.toString().match(/event_info=([^&]*)/)?.[1] ?? "")).toBe(
          original.eventInfo ?? "",
        );
      }),
    );
  });
});

describe("anything as a query", () => {
  test("is read or refused by an InvalidQueryError that names parameters", () => {
    const name = fc.oneof(fc.constantFrom(...EVENTS_QUERY_PARAMETERS), fc.string());
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("normal", "asc", "0", "1", "-1", "1000", "1562597251764"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (pairs) => {
        expectReadOrRefused(() => parseEventsQuery(pairs));
        expectReadOrRefused(() => parseEventsQuery(pairs, { unknown: "refuse" }));
      }),
    );
  });

  test("is refused without a throw from the value itself", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(EventsQuery.create())), fc.anything()),
        (fields) => {
          expectReadOrRefused(() => EventsQuery.fromUnchecked(fields));
        },
      ),
    );
  });
});

function expectReadOrRefused(read: () => EventsQuery): void {
  try {
    expect(read()).toBeInstanceOf(EventsQuery);
  } catch (error) {
    if (!(error instanceof InvalidQueryError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { parameter, message, allowed, given } of error.problems) {
      expect(message).toBe(`${parameter} is ${given}: must be ${allowed}`);
    }
  }
}
