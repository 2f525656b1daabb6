import { describe, expect, test } from "vitest";
import * as z from "zod";
import { parseWire } from "./schema.ts";
import { WireSchemaError } from "./schema-error.ts";

function refusal(schema: z.ZodType, value: unknown): WireSchemaError {
  try {
    parseWire("answer", schema, value);
  } catch (error) {
    if (error instanceof WireSchemaError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("parseWire", () => {
  test("returns what the schema makes of the value", () => {
    expect(parseWire("answer", z.object({ a: z.int() }), { a: 1, b: 2 })).toEqual({ a: 1 });
  });

  test.each([
    [z.number(), "1", "expected number, got string"],
    [z.int(), 1.5, "expected integer, got 1.5"],
    [z.int().min(0), -1, "expected at least 0, got -1"],
    [z.int().max(9), 10, "expected at most 9, got 10"],
    [z.string(), null, "expected string, got null"],
    [z.string(), undefined, "expected string, got nothing"],
    [z.string(), true, "expected string, got true"],
    [z.object({}), [], "expected object, got array"],
    [z.record(z.string(), z.unknown()), "x", "expected object, got string"],
    [z.array(z.string()), {}, "expected array, got object"],
    [z.union([z.string(), z.number()]).nullish(), true, "expected string or number, got true"],
    [z.iso.datetime(), "yesterday", "expected datetime text, got string"],
  ])("says what was expected and what came (%#)", (schema, value, message) => {
    expect(refusal(schema, value).message).toBe(`answer: ${message}`);
  });

  test("names the path through objects and lists", () => {
    const schema = z.object({ events: z.array(z.object({ "occur-time": z.number(), at: z.number() })) });
    const error = refusal(schema, { events: [{ "occur-time": 1, at: 1 }, { "occur-time": "1" }] });
    expect(error.what).toBe("answer");
    expect(error.issues).toEqual([
      { path: 'events[1]["occur-time"]', expected: "number", got: "string" },
      { path: "events[1].at", expected: "number", got: "nothing" },
    ]);
  });

  test("keeps all issues and says the first three", () => {
    const error = refusal(z.array(z.number()), ["a", "b", "c", "d", "e"]);
    expect(error.issues).toHaveLength(5);
    expect(error.message).toBe(
      "answer: [0]: expected number, got string; [1]: expected number, got string; " +
        "[2]: expected number, got string; and 2 more",
    );
  });
});
