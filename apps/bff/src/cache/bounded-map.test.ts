import { expect, test } from "vitest";
import { createBoundedMap } from "./bounded-map.ts";
import { identityOf } from "./identity.ts";

function filled(...entries: readonly [string, number][]) {
  const map = createBoundedMap<string>(10);
  for (const [key, weight] of entries) map.set(key, `${key}${weight}`, weight);
  return (...keys: string[]) => keys.map((key) => map.get(key));
}

test("what fits is held to the last unit of weight; beyond, what was unused for longest goes", () => {
  expect(filled(["a", 4], ["b", 6])("a", "b")).toEqual(["a4", "b6"]);
  expect(filled(["a", 4], ["b", 6], ["c", 1])("a", "b", "c")).toEqual([undefined, "b6", "c1"]);
  expect(filled(["a", 10])("a")).toEqual(["a10"]);
});

test("what is too heavy drives out nothing but what it was to replace", () => {
  expect(filled(["a", 4], ["b", 4], ["a", 11])("a", "b")).toEqual([undefined, "b4"]);
});

test("what is replaced weighs nothing any more", () => {
  expect(filled(["a", 6], ["a", 5], ["b", 5])("a", "b")).toEqual(["a5", "b5"]);
});

test("equal content has one identity, of 22 characters that a header can hold", () => {
  expect(identityOf("a", { b: [1] })).toBe(identityOf("a", { b: [1] }));
  expect(identityOf("a", { b: [1] })).not.toBe(identityOf("a", { b: [2] }));
  expect(identityOf("a")).toMatch(/^[A-Za-z0-9_-]{22}$/);
});
