import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidArgumentError } from "../errors/index.ts";
import { ROUTES, requestUrl, routePath } from "./route.ts";

const endpoint = new URL("https://modelarts.example/prefix");

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "..",
    ".",
    "a/../b",
    "%2e%2e",
    "%252e",
    "\\",
    "//evil",
    "@evil",
    "a#b",
    "a?b",
    "a;b",
    "\r\n",
    "\0",
  ),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "[::1]",
    "ａ",
    "‥",
    "a".repeat(200_000),
    "",
    " ",
    "a\n",
    "a%0a",
  ),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
);

test("whatever the ids are: refused, or a URL with the very host and path", () => {
  fc.assert(
    fc.property(hostile, hostile, (project_id, service_id) => {
      try {
        const path = routePath(ROUTES.listEvents, { project_id, service_id });
        const url = requestUrl(endpoint, path, "order=asc");
        expect(url.href).toBe(
          `https://modelarts.example/prefix/v1/${project_id}/services/${service_id}/events?order=asc`,
        );
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidArgumentError);
        const isFine = (id: string) => /^[A-Za-z0-9_-]{1,64}$/.test(id) && !id.endsWith("\n");
        expect(isFine(project_id) && isFine(service_id)).toBe(false);
      }
    }),
    { numRuns: 5000 },
  );
});

test("a missing id is refused by its name", () => {
  expect(() => routePath(ROUTES.getService, { project_id: "demo" })).toThrow(/^service_id: must be 1 to 64/);
});
