import { expect, test } from "vitest";
import { numberText } from "./number-text.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [20171, "20,171"],
  [1234567, "1,234,567"],
  [-4096, "-4,096"],
])("%d reads %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});
