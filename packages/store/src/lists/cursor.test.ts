import { expect, test } from "vitest";
import { InvalidCursorError } from "../table/errors.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const place = { atMs: 1_562_597_251_764, key: "0jxusbymc-x" };

test("a cursor is safe in a URL and comes back as its place", () => {
  const cursor = encodeCursor("deployments", place);
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor("deployments", cursor)).toEqual(place);
});

test.each(["", "x", "bnVsbA", "W10", "WzEsMiwzXQ", encodeCursor("events-asc", place), "{}", "\u0000"])(
  "refuses %j",
  (cursor) => {
    expect(() => decodeCursor("deployments", cursor)).toThrow(InvalidCursorError);
  },
);

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test.each([
  [["deployments", 5]],
  [["deployments", 5, "key", "more"]],
  [["deployments", "5", "key"]],
  [["deployments", 5, 6]],
])("refuses the content %j, which no list made", (content) => {
  expect(() => decodeCursor("deployments", encoded(content))).toThrow(InvalidCursorError);
});

test("a long cursor is refused with its beginning alone", () => {
  expect(() => decodeCursor("deployments", "x".repeat(2_000))).toThrow(`"${"x".repeat(40)}" is not a cursor`);
});
