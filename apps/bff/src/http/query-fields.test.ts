import { describe, expect, test } from "vitest";
import { ProblemError } from "../request/problem-error.ts";
import { type Field, integer, matching, printableText, time, word, words } from "./query-fields.ts";
import { readFields } from "./read-fields.ts";

/** The value that a field reads, or what it says instead. */
function read(field: Field<unknown>, text: string): unknown {
  const result = field(text);
  return "error" in result ? `refused: ${result.error.message}` : result.value;
}

const COLOURS = ["red", "green"] as const;

test("lists hold each word of a vocabulary once, a word is one of them", () => {
  expect(read(words(COLOURS), "green,red")).toEqual(["green", "red"]);
  expect(words(COLOURS)("red,blue")).toEqual({
    error: { message: "must be among the allowed words", allowed: ["red", "green"] },
  });
  expect(words(COLOURS)("red,red")).toEqual({ error: { message: "must name each word once" } });
  expect(words(COLOURS).isList).toBe(true);
  expect(read(word(COLOURS), "red")).toBe("red");
  expect(word(COLOURS)("redd")).toEqual({
    error: { message: "must be one of the allowed words", allowed: ["red", "green"] },
  });
  expect(word(COLOURS).isList).toBeUndefined();
});

test.each([
  ["1", 1],
  ["50", 50],
  ["007", 7],
  ["0", "refused: must be a whole number from 1 to 50"],
  ["51", "refused: must be a whole number from 1 to 50"],
  ["1.5", "refused: must be a whole number from 1 to 50"],
  ["x1", "refused: must be a whole number from 1 to 50"],
  ["1x", "refused: must be a whole number from 1 to 50"],
  ["", "refused: must be a whole number from 1 to 50"],
  ["0000000000000001", "refused: must be a whole number from 1 to 50"],
])("a number from 1 to 50 spelt %j is %j", (text, value) => {
  expect(read(integer(1, 50), text)).toBe(value);
});

test("a text matches its pattern, or is printable and short enough", () => {
  expect(read(matching(/^a+$/, "must be a"), "aa")).toBe("aa");
  expect(read(matching(/^a+$/, "must be a"), "b")).toBe("refused: must be a");
  const short = printableText(3, "must be short");
  expect(["", "a", "abc", "abcd", "a\nb", "推理"].map((text) => read(short, text))).toEqual([
    ...["refused: must be short", "a", "abc", "refused: must be short", "refused: must be short", "推理"],
  ]);
});

const NO_TIME = expect.stringContaining("refused: must be ISO 8601");
const OUT_OF_RANGE = "refused: must lie between 1970 and the year 9999";

test.each([
  ["1793491200000", 1_793_491_200_000],
  ["0", 0],
  ["253402300799999", 253_402_300_799_999],
  ["253402300800000", OUT_OF_RANGE],
  ["0000000000000000", NO_TIME],
  ["2026-11-01", Date.UTC(2026, 10, 1)],
  ["2026-11-01T08:30+08:00", Date.UTC(2026, 10, 1, 0, 30)],
  ["2026-11-01T23:59:59.1234Z", Date.UTC(2026, 10, 1, 23, 59, 59, 123)],
  ["2026-11-01T00:00:00-23:59", Date.UTC(2026, 10, 1, 23, 59)],
  ["9999-12-31T23:59:59.999Z", 253_402_300_799_999],
  ["9999-12-31T23:59:59-00:01", OUT_OF_RANGE],
  ["1969-12-31", OUT_OF_RANGE],
  ["1970-01-01", 0],
  ["2024-02-29", Date.UTC(2024, 1, 29)],
  ["2025-02-29", NO_TIME],
  ["2000-02-29", Date.UTC(2000, 1, 29)],
  ["2100-02-29", NO_TIME],
  ["2026-04-31", NO_TIME],
  ["2026-00-01", NO_TIME],
  ["2026-13-01", NO_TIME],
  ["2026-12-01", Date.UTC(2026, 11, 1)],
  ["2026-01-00", NO_TIME],
  ["2026-01-32", NO_TIME],
  ["2026-01-30", Date.UTC(2026, 0, 30)],
  ["2026-01-01T24:00Z", NO_TIME],
  ["2026-01-01T00:60Z", NO_TIME],
  ["2026-01-01T00:00:60Z", NO_TIME],
  ["2026-01-01T00:00", NO_TIME],
  ["2026-01-01T00:00+24:00", NO_TIME],
  ["2026-01-01T00:00+00:60", NO_TIME],
  ["2026-01-01T00:00Zx", NO_TIME],
  ["x2026-01-01", NO_TIME],
  ["yesterday", NO_TIME],
  ["-1", NO_TIME],
  ["", NO_TIME],
])("the time %s is %j", (text, value) => {
  expect(read(time, text)).toEqual(value);
});

describe("a query", () => {
  const fields = { colour: words(COLOURS), limit: integer(1, 50), from: time };
  const readAll = (query: string) => readFields(new URLSearchParams(query), fields, () => []);
  const errorsOf = (query: string, check = () => [] as { parameter: string; message: string }[]) => {
    try {
      readFields(new URLSearchParams(query), fields, check);
      return [];
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return error.errors.map(({ parameter, message }) => `${parameter} ${message}`);
    }
  };

  test("is read by its fields; a list may be given once or in parts", () => {
    expect(readAll("")).toEqual({});
    expect(readAll("colour=red,green&limit=2")).toEqual({ colour: ["red", "green"], limit: 2 });
    expect(readAll("colour=red&limit=2&colour=green")).toEqual({ colour: ["red", "green"], limit: 2 });
  });

  test("may have lost the plus sign of a time, there alone", () => {
    const at = Date.UTC(2026, 10, 1);
    expect(readAll("from=2026-11-01T08:00:00.5+08:00")).toEqual({ from: at + 500 });
    expect(readAll("from=2026-11-01T08:00%2B08:00")).toEqual({ from: at });
    expect(errorsOf("from=2026-11-01+08:00")).toHaveLength(1);
    expect(errorsOf("from=2026-11-01T08:00++08:00")).toHaveLength(1);
    expect(errorsOf("from=2026-11-01T08:00+08:00+")).toHaveLength(1);
  });

  test("is refused with every error that it has", () => {
    expect(errorsOf("limit=1&limit=2&colour=blue&size=1&size=2&toString=1")).toEqual([
      "limit must be given once",
      "colour must be among the allowed words",
      "size must be given once",
      "toString is not a parameter of this route",
    ]);
    expect(errorsOf("limit=0", () => [{ parameter: "from", message: "is too late" }])).toEqual([
      "limit must be a whole number from 1 to 50",
      "from is too late",
    ]);
  });

  test("names all that a route has when it has something else", () => {
    const ask = () => readAll("size=1");
    expect(ask).toThrow("size is not a parameter of this route");
    expect(ask).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ allowed: ["colour", "limit", "from"] })],
      }),
    );
  });
});
