import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { limits, writeScale } from "./scale.ts";

test("docs/scale.md says what the model says: npm run bench writes it", () => {
  const document = readFileSync(new URL("../../docs/scale.md", import.meta.url), "utf8");
  expect(document).toBe(writeScale(document));
});

test("the narrowest limit stands first", () => {
  const perDay = limits().map(({ deploymentsPerDay }) => deploymentsPerDay);
  expect(perDay.every((one) => Number.isFinite(one) && one > 0)).toBe(true);
  expect(perDay).toEqual(perDay.toSorted((a, b) => a - b));
});

test("a document without its place is refused", () => {
  expect(() => writeScale("# Scale\n")).toThrow("no place");
});
