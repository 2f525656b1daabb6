import { expect, test } from "vitest";
import { findModels, groupModels } from "./group-models.ts";

const groups = groupModels([
  { name: "Ranker", version: "1.9.0" },
  { name: "bert", version: "2.0.0" },
  { name: "Ranker", version: "1.10.0" },
  { name: "Ranker", version: "1.10.0" },
]);

test("by name, the newest version first, each once", () => {
  expect(groups).toEqual([
    { name: "bert", versions: ["2.0.0"] },
    { name: "Ranker", versions: ["1.10.0", "1.9.0"] },
  ]);
});

test("is found by parts of name and version, in any case", () => {
  expect(findModels(groups, "rank")).toEqual([{ name: "Ranker", versions: ["1.10.0", "1.9.0"] }]);
  expect(findModels(groups, " RANK 1.9")).toEqual([{ name: "Ranker", versions: ["1.9.0"] }]);
  expect(findModels(groups, "xlnet")).toEqual([]);
  expect(findModels(groups, " ")).toEqual(groups);
});
