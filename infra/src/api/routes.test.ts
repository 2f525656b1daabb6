import { ROUTES } from "@deploy-lens/api/routes";
import { PATH_PREFIXES } from "@deploy-lens/bff/constants";
import { describe, expect, test } from "vitest";
import { API_PATH_PATTERNS, ROUTE_GROUPS } from "./routes.ts";

/** The group that the gateway would choose: the most specific one. */
function groupOf(path: string) {
  return ROUTE_GROUPS.filter((group) =>
    group.path.endsWith("/{proxy+}")
      ? path.startsWith(group.path.slice(0, -"{proxy+}".length))
      : path === group.path,
  ).toSorted((a, b) => b.path.length - a.path.length)[0];
}

describe("the gateway's routes", () => {
  test.each(ROUTES.map(({ path, secured }) => [path, secured] as const))(
    "%s: a token is asked for: %s",
    (path, secured) => {
      const group = groupOf(path);
      expect(group, `no route for ${path}`).toBeDefined();
      expect(group?.authorization !== "none").toBe(secured);
    },
  );

  test("without a token nothing is reachable but what needs none", () => {
    const open = ROUTE_GROUPS.filter(({ authorization }) => authorization === "none").map(({ path }) => path);
    expect(open).toEqual(["/healthz", "/readyz", "/openapi.json", "/docs", "/docs/{proxy+}"]);
  });
});

test("CloudFront passes on what the BFF answers", () => {
  const prefixes = API_PATH_PATTERNS.map((pattern) => pattern.replace("*", ""));
  expect([...prefixes].sort()).toEqual([...PATH_PREFIXES].sort());
});
