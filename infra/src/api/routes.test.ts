import { API_ROUTES } from "@deploy-lens/api/openapi/routes";
import { describe, expect, test } from "vitest";
import { API_PATH_PATTERNS } from "./routes.ts";

/** As CloudFront matches: `*` is any text, `?` one character. */
const expressions = API_PATH_PATTERNS.map(
  (pattern) => new RegExp(`^${pattern.replace(".", "[.]").replaceAll("?", ".").replaceAll("*", ".*")}$`),
);
const goesToApi = (path: string) => expressions.some((expression) => expression.test(path));

describe("CloudFront passes on", () => {
  test.each([
    ...API_ROUTES.map(({ path }) => path),
    "/docs",
    "/docs/reference.js",
    "/v2/demo/services/s/events",
    "/v3/auth/tokens",
    "/v9/anything",
  ])("%s", (path) => {
    expect(goesToApi(path)).toBe(true);
  });

  test.each(["/", "/signed-in", "/projects/v1/services/v2", "/assets/v1/a.js", "/config.json"])(
    "not %s, which is the dashboard's",
    (path) => {
      expect(goesToApi(path)).toBe(false);
    },
  );
});
