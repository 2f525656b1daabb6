import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scaleLimits, scaleTable } from "./scale.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/scale.md"), "utf8");

test("docs/scale.md says what the model says", () => {
  const [, stands] = /<!-- scale -->\n(.*)<!-- \/scale -->/s.exec(document) ?? [];
  expect(stands, "copy what is expected into docs/scale.md").toBe(scaleTable());
});

test("the narrowest limit stands first", () => {
  const perDay = scaleLimits().map(({ deploymentsPerDay }) => deploymentsPerDay);
  expect(perDay.every((one) => Number.isFinite(one) && one > 0)).toBe(true);
  expect(perDay).toEqual(perDay.toSorted((a, b) => a - b));
});
