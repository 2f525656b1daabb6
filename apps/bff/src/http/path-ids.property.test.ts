import { DeploymentPath, ServicePath, WirePath } from "@deploy-lens/api/fields/ids";
import { parseParameters } from "@deploy-lens/api/fields/query";
import fc from "fast-check";
import { expect, test } from "vitest";
import { errorOf, type IdName } from "./path-ids.ts";

const id = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.~-]{0,70}$/),
  fc.string({ maxLength: 140 }),
  fc.constantFrom(
    "a".repeat(64),
    "a".repeat(65),
    "a".repeat(128),
    "a".repeat(129),
    "a\n",
    "latest",
    "-",
    "a-",
    "_a",
  ),
);

test.each([
  ["a service", ServicePath, ["projectId", "serviceId"]],
  ["a deployment", DeploymentPath, ["projectId", "serviceId", "deploymentId"]],
  ["the wire-compatible route", WirePath, ["project_id", "service_id"]],
] as const)("ids of %s are refused exactly as the API's schema refuses them", (_, schema, names) => {
  fc.assert(
    fc.property(fc.array(id, { minLength: names.length, maxLength: names.length }), (ids) => {
      const values = Object.fromEntries(names.map((name: IdName, index) => [name, ids[index] ?? ""]));
      const parsed = parseParameters(schema, values);
      const errors = names.flatMap((name: IdName) => errorOf(name, values[name] ?? ""));
      expect(errors).toEqual(parsed.ok ? [] : parsed.errors);
    }),
    { numRuns: 1_000 },
  );
});
