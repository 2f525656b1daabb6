import { expect, test } from "vitest";
import { integerOf, nameOf, textOf, toItem } from "./attributes.ts";

test("an attribute that is missing, or of another type, is named with its item", () => {
  const item = toItem({ pk: "a", sk: "b", revision: 1.5, text: "x", none: null });
  expect(Object.keys(item)).toEqual(["pk", "sk", "revision", "text"]);
  for (const read of [() => textOf(item, "none"), () => textOf(item, "revision")]) {
    expect(read).toThrow(/The item a b cannot be read: the attribute \w+ is missing or of another type/);
  }
  for (const name of ["none", "text", "revision"]) {
    expect(() => integerOf(item, name)).toThrow(`the attribute ${name} is missing`);
  }
  expect(nameOf({})).toBe("? ?");
});
