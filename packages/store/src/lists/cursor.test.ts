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
