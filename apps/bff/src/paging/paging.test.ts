import { describe, expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor.ts";
import { type PageRequest, pageOf } from "./page.ts";
import { comparePositions, type Position } from "./position.ts";

const LIST = ["events", "s"];

describe("a cursor", () => {
  const spelt = (position: unknown) =>
    `${writeCursor({ key: 1, id: "a" }, LIST).slice(0, 11)}${Buffer.from(JSON.stringify(position)).toString("base64url")}`;

  test("leads to where a page ended, in its own list alone", () => {
    for (const [position, keys] of [
      [{ key: 1_562_597_332_582, id: "a" }, "times"],
      [{ key: "mnist ✓", id: "b" }, "texts"],
    ] as const) {
      const cursor = writeCursor(position, LIST);
      expect(cursor).toMatch(/^1\.[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]+$/);
      expect(readCursor(cursor, LIST, keys)).toEqual(position);
      expect(() => readCursor(cursor, ["events", "t"], keys)).toThrow("belongs to other filters");
      expect(() => readCursor(cursor, LIST, keys === "times" ? "texts" : "times")).toThrow(
        "as an answer spelt",
      );
    }
  });

  const whole = writeCursor({ key: 1, id: "a" }, LIST);
  test.each([
    "",
    "1",
    `x${whole}`,
    `${whole}!`,
    `2${whole.slice(1)}`,
    whole.slice(0, 10),
    `${whole.slice(0, 5)}.${whole.slice(11)}`,
    spelt([1]),
    spelt([1, "a", "b"]),
    spelt([1, 2]),
    spelt([null, "a"]),
    spelt([1.5, "a"]),
    spelt([true, "a"]),
    spelt("1a"),
    spelt({ 0: 1, 1: "a", length: 2 }),
    spelt(null),
  ])("%s is none", (cursor) => {
    for (const keys of ["times", "texts"] as const)
      expect(() => readCursor(cursor, LIST, keys)).toThrow("as an answer spelt");
  });
});

test("positions are ordered by key, then by id, numbers before texts", () => {
  const sorted: Position[] = [
    { key: -1, id: "b" },
    { key: 2, id: "a" },
    { key: 2, id: "b" },
    { key: 10, id: "a" },
    { key: "10", id: "a" },
    { key: "2", id: "a" },
    { key: "B", id: "a" },
    { key: "a", id: "a" },
  ];
  for (const [i, a] of sorted.entries())
    for (const [j, b] of sorted.entries()) expect(Math.sign(comparePositions(a, b))).toBe(Math.sign(i - j));
});

describe("a page", () => {
  const page = (order: "asc" | "desc", more: Partial<PageRequest<string>> = {}) =>
    pageOf(["b", "d", "a", "c"], {
      ...{ positionOf: (id) => ({ key: id, id }), keys: "texts", list: LIST, limit: 2, cursor: undefined },
      ...{ order, ...more },
    });

  test.each([
    ["asc", ["a", "b"], ["c", "d"]],
    ["desc", ["d", "c"], ["b", "a"]],
  ] as const)(
    "%s: goes on after the last item of the one before, and the last page has no cursor",
    (order, first, second) => {
      const one = page(order);
      expect(one.items).toEqual(first);
      const cursor = one.nextCursor ?? "";
      expect(page(order, { cursor })).toEqual({ items: second, nextCursor: null });
      expect(page(order, { limit: 4 }).nextCursor).toBeNull();
      const three = page(order, { limit: 3, cursor: undefined });
      expect(page(order, { cursor: three.nextCursor ?? "" }).items).toEqual(second.slice(1));
    },
  );

  test("of no items has no cursor", () => {
    const request = { keys: "texts", order: "asc", list: LIST, limit: 2, cursor: undefined } as const;
    expect(pageOf([], { ...request, positionOf: (id) => ({ key: id, id }) })).toEqual({
      items: [],
      nextCursor: null,
    });
  });
});
