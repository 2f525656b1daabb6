import { expect, test } from "vitest";
import { placeOfKey } from "./place-of-key.ts";

test.each([
  ["h", "/"],
  ["p", "/projects/demo"],
  ["s", "/projects/demo/services/s1"],
  ["d", "/projects/demo/deployments"],
  ["x", null],
])("%s leads from a deployment to %j", (key, place) => {
  expect(placeOfKey(key, "/projects/demo/services/s1/deployments/latest")).toBe(place);
});

test("places that a page has no part of are none", () => {
  expect(["p", "s", "d"].map((key) => placeOfKey(key, "/"))).toEqual([null, null, null]);
  expect(placeOfKey("s", "/projects/demo")).toBeNull();
});
