import { expect, test } from "vitest";
import { withNamedObjects } from "./named-objects.ts";

const number = { type: "object", properties: { n: { type: "integer" } } };

test("an object within a component has a name of its own, made of the component's and the property's", () => {
  const schemas = withNamedObjects({
    Eta: {
      type: "object",
      properties: {
        remainingMs: number,
        checks: { type: "array", items: number },
        retried: { anyOf: [number, { type: "null" }] },
        byDay: { type: "object", additionalProperties: number },
        counts: { type: "object", additionalProperties: { type: "integer" } },
      },
    },
  });
  expect(Object.keys(schemas)).toEqual(["Eta", "EtaByDayItem", "EtaCheck", "EtaRemainingMs", "EtaRetried"]);
  expect(schemas.Eta?.properties).toMatchObject({
    remainingMs: { $ref: "#/components/schemas/EtaRemainingMs" },
    checks: { items: { $ref: "#/components/schemas/EtaCheck" } },
    retried: { anyOf: [{ $ref: "#/components/schemas/EtaRetried" }, { type: "null" }] },
    counts: { additionalProperties: { type: "integer" } },
  });
});

test("one name for two schemas is an error", () => {
  const other = { type: "object", properties: { m: { type: "integer" } } };
  expect(() =>
    withNamedObjects({ EtaCheck: other, Eta: { type: "object", properties: { checks: { items: number } } } }),
  ).toThrow("EtaCheck");
});
