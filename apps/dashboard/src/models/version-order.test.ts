import { expect, test } from "vitest";
import { compareVersions } from "./version-order.ts";

const sorted = (...versions: string[]) => versions.toSorted(compareVersions);

test("Semantic Versioning's own examples, section 11", () => {
  expect(sorted("2.1.1", "2.1.0", "2.0.0", "1.0.0")).toEqual(["1.0.0", "2.0.0", "2.1.0", "2.1.1"]);
  const precedence = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
  ];
  expect(sorted(...precedence.toReversed())).toEqual(precedence);
});

test("versions that ModelArts takes and SemVer does not", () => {
  expect(sorted("0.0.10", "0.0.9", "1", "v0.2", "1.0")).toEqual(["0.0.9", "0.0.10", "v0.2", "1", "1.0"]);
  expect(sorted("latest", "1.0.0")).toEqual(["1.0.0", "latest"]);
});

test("build metadata decides nothing but the order of equals", () => {
  expect(compareVersions("1.0.0+cu12", "1.0.0+cu12")).toBe(0);
  expect(sorted("1.0.1", "1.0.0+cu12")).toEqual(["1.0.0+cu12", "1.0.1"]);
});
