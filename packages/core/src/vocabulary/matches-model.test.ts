import { expect, test } from "vitest";
import { matchesModel } from "./matches-model.ts";

test.each([
  ["zcjtestTF 3.0.0", true],
  ["zcjtestTF", true],
  ["zcjtestTF 3.0", false],
  ["zcjtestTF 3.0.1", false],
  ["zcjtest", false],
  ["3.0.0", false],
  ["ZCJTESTTF", false],
])("%s matches zcjtestTF 3.0.0: %s", (filter, matches) => {
  expect(matchesModel(filter, { name: "zcjtestTF", version: "3.0.0" })).toBe(matches);
});

test("a name that holds spaces can be asked for with and without its version", () => {
  const model = { name: "my model", version: "1.0.0" };
  expect(matchesModel("my model", model)).toBe(true);
  expect(matchesModel("my model 1.0.0", model)).toBe(true);
  expect(matchesModel("my", model)).toBe(false);
});
