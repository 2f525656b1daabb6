import { readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { buildOpenApi } from "./index.ts";

const document = buildOpenApi();

async function mistakesIn(text: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source: text, absoluteRef: "openapi.json", config });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`);
}

test("it is a valid OpenAPI 3.1 document, its examples included", async () => {
  expect(await mistakesIn(JSON.stringify(document))).toEqual([]);
});

test("the check would see an example that breaks its schema, and a reference to nothing", async () => {
  const broken = JSON.stringify(document)
    .replace('"observedMs":80818', '"observedMs":"80818"')
    .replace("#/components/schemas/Eta", "#/components/schemas/Estimate");
  const mistakes = await mistakesIn(broken);
  expect(mistakes.join("\n")).toMatch(/no-invalid-media-type-examples/);
  expect(mistakes.join("\n")).toMatch(/no-unresolved-refs/);
});

test("the committed document is the one that the schemas make", () => {
  const committed = readFileSync(new URL("../../openapi.generated.json", import.meta.url), "utf8");
  expect(committed, "run `npm run generate`").toBe(`${JSON.stringify(document, null, 1)}\n`);
});

function parametersOf(path: string): Record<string, unknown> {
  const parameters = document.paths[path]?.get.parameters;
  if (!Array.isArray(parameters)) throw new Error(`${path} has no parameters`);
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter]));
}

test("parameters are described by what they mean, not by the text that carries them", () => {
  const events = parametersOf("/api/v1/projects/{projectId}/services/{serviceId}/events");
  expect(events.limit).toMatchObject({
    in: "query",
    required: false,
    schema: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
  });
  expect(events.type).toMatchObject({
    style: "form",
    explode: false,
    schema: { type: "array", items: { enum: ["normal", "warning", "abnormal", "unknown"] } },
  });
  expect(events.projectId).toMatchObject({ in: "path", required: true, description: "The project's id." });
});

test("answers may gain fields: no schema of an answer forbids them", () => {
  expect(JSON.stringify(document.components.schemas)).not.toContain('"additionalProperties":false');
});

/** Every schema of the components, inner ones included. */
function schemasIn(value: unknown, found: Record<string, unknown>[] = []): Record<string, unknown>[] {
  if (Array.isArray(value)) for (const item of value) schemasIn(item, found);
  else if (typeof value === "object" && value !== null) {
    found.push(value as Record<string, unknown>);
    for (const [key, inner] of Object.entries(value)) if (!/^examples?$/.test(key)) schemasIn(inner, found);
  }
  return found;
}

test("answers may gain words: none of their schemas lists all there will ever be", () => {
  const { schemas } = document.components;
  expect(schemasIn(schemas).filter((schema) => "enum" in schema || "propertyNames" in schema)).toEqual([]);
  expect(schemas.Phase).toMatchObject({
    type: "string",
    "x-extensible-enum": expect.arrayContaining(["pull_image"]),
  });
});

test("nothing that generators stumble over: references with other keywords, integers without a format, lists as defaults", () => {
  const all = schemasIn(document);
  const beside = all.filter(
    ({ $ref, ...rest }) => typeof $ref === "string" && Object.keys(rest).some((key) => key !== "description"),
  );
  expect(beside).toEqual([]);
  expect(all.filter(({ type, format }) => type === "integer" && format === undefined)).toEqual([]);
  expect(all.filter((schema) => Array.isArray(schema.default))).toEqual([]);
});
