import { ROUTES } from "@deploy-lens/api/openapi/routes";
import { PATH_PREFIXES } from "@deploy-lens/bff/constants";
import { describe, expect, test } from "vitest";
import { API_PATH_PATTERNS } from "./routes.ts";

const prefixes = API_PATH_PATTERNS.map((pattern) => pattern.replace("*", ""));

describe("CloudFront passes on", () => {
  test("what the BFF answers", () => {
    expect([...prefixes].sort()).toEqual([...PATH_PREFIXES].sort());
  });

  test.each(ROUTES.map(({ path }) => path))("%s", (path) => {
    expect(prefixes.some((prefix) => path.startsWith(prefix))).toBe(true);
  });
});
