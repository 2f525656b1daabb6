import { EventsRequest } from "@deploy-lens/api/events/events-query";
import { parseQuery } from "@deploy-lens/api/fields/query";
import type { ParameterError } from "@deploy-lens/api/problems/problem";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProblemError } from "../request/problem-error.ts";
import { readEventsQuery } from "./read-events-query.ts";

// The route parses its query without the schema library; it must accept and refuse exactly what the schema does.

const two = (n: number) => String(n).padStart(2, "0");
const timeText = fc
  .record({
    year: fc.constantFrom("2024", "2026", "1900", "2000", "0004", "9999", "1969", "1970"),
    month: fc.integer({ min: 0, max: 13 }).map(two),
    day: fc.integer({ min: 0, max: 32 }).map(two),
    clock: fc.constantFrom(
      "",
      "T00:00",
      "T23:59:59",
      "T24:00:00",
      "T12:30:00.123",
      "T12:30:00.123456789",
      "T1:00",
      "t00:00:00",
    ),
    zone: fc.constantFrom("", "Z", "z", "+08:00", " 08:00", "-23:59", "+24:00", "+0800", "%2B08:00"),
  })
  .map(({ year, month, day, clock, zone }) => `${year}-${month}-${day}${clock}${zone}`);
const numberText = fc.oneof(
  fc.integer({ min: -5, max: 1_005 }).map(String),
  fc.constantFrom(
    "",
    "0",
    "00",
    "007",
    "1e3",
    "1.5",
    " 5",
    "5 ",
    "+5",
    "999999999999999",
    "1000000000000000",
    "253402300799999",
    "253402300800000",
    "１",
  ),
);
const words = fc.array(
  fc.constantFrom(
    "normal",
    "abnormal",
    "warning",
    "unknown",
    "build_image",
    "pull_image",
    "begin",
    "info",
    "",
    " normal",
    "NORMAL",
    "toString",
  ),
  { minLength: 1, maxLength: 3 },
);
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "asc",
    "desc",
    "mnist 1.0.0",
    "a".repeat(256),
    "a".repeat(257),
    "a\u0000",
    "a\u009f",
    "\ud800",
  ),
);
const value = fc.oneof(
  timeText,
  numberText,
  words.map((list) => list.join(",")),
  anyText,
);
const name = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom("type", "from", "to", "phase", "signal", "model", "order", "limit", "cursor"),
  },
  { weight: 1, arbitrary: fc.constantFrom("colour", "__proto__", "constructor", "toString", "") },
);
const good: fc.Arbitrary<[string, string]> = fc.oneof(
  fc.constantFrom<[string, string]>(
    ["type", "normal,abnormal"],
    ["phase", "pull_image"],
    ["signal", "begin"],
    ["order", "asc"],
    ["limit", "7"],
    ["model", "mnist"],
    ["cursor", "1.abc"],
  ),
  fc.tuple(
    fc.constantFrom("from", "to"),
    fc.constantFrom("2026-11-01", "2026-11-01T08:00:00+08:00", "2026-11-01T08:00:00 08:00", "1793491200000"),
  ),
);
const query = fc.array(fc.oneof(good, fc.tuple(name, value)), { maxLength: 6 });

/**
 * Normalizes errors for comparison. Whether an empty range is also reported beside other errors depends on the schema
 * library, so that is ignored.
 */
function mistakes(errors: readonly ParameterError[]): ReadonlySet<string> {
  const all = errors.map((one) => JSON.stringify(one));
  const others = all.filter((one) => !one.includes("must be earlier than"));
  return new Set(others.length > 0 ? others : all);
}

function byHand(parameters: URLSearchParams) {
  try {
    return { ok: true, value: readEventsQuery(parameters) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { ok: false, errors: mistakes(error.errors) };
  }
}

function bySchema(parameters: URLSearchParams) {
  const parsed = parseQuery(EventsRequest, parameters);
  return parsed.ok ? parsed : { ok: false, errors: mistakes(parsed.errors) };
}

test("the hand-written reader and the schema take and refuse the same, in the same words", () => {
  let taken = 0;
  fc.assert(
    fc.property(query, (pairs) => {
      const parameters = new URLSearchParams(pairs);
      const schema = bySchema(parameters);
      if (schema.ok) taken++;
      expect(byHand(parameters)).toEqual(schema);
    }),
    { numRuns: 5_000 },
  );
  expect(taken).toBeGreaterThan(500);
});
