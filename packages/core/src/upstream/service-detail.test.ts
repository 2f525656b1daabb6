import { describe, expect, test } from "vitest";
import wrongTypes from "../../fixtures/wire/refused-service-detail-with-wrong-types.json" with {
  type: "json",
};
import failed from "../../fixtures/wire/service-detail-failed-with-secrets-in-envs.json" with {
  type: "json",
};
import batch from "../../fixtures/wire/service-detail-of-a-batch-service.json" with { type: "json" };
import edge from "../../fixtures/wire/service-detail-of-an-edge-service.json" with { type: "json" };
import { WireSchemaError } from "./schema-error.ts";
import { parseServiceDetail } from "./service-detail.ts";
import { toStatusObservation } from "./services.ts";

describe("parseServiceDetail", () => {
  test("lists every wrong type by its path, and no secret", () => {
    const refused = catchRefusal(() => parseServiceDetail(wrongTypes));
    expect(refused.what).toBe("service detail");
    expect(refused.issues).toEqual([
      { path: "config[1].weight", expected: "number", got: "string" },
      { path: "config[1].envs", expected: "object", got: "string" },
      { path: "config[1].nodes[0].host_ips", expected: "array", got: "string" },
    ]);
    expect(refused.message).not.toContain("hunter2");
  });

  test("empties environment variables, and preserves that there are some", () => {
    const parsed = parseServiceDetail(failed);
    expect(parsed.config?.map((config) => config.envs)).toEqual([{}, {}]);
    expect(JSON.stringify(parsed)).not.toContain("canary");
  });

  test("reads a batch service, which has no weight and no transition, and an edge service with its nodes", () => {
    const parsed = parseServiceDetail(batch);
    expect(parsed.config?.[0]).toMatchObject({ model_name: "fraud" });
    expect(toStatusObservation(parsed)).toBeNull();
    expect(parseServiceDetail(edge).config?.[0]?.nodes?.[0]?.instance_status).toBe("notReady");
  });

  test("reads a service without config", () => {
    const bare = { service_id: "s", service_name: "bare", status: "pending", error_msg: "" };
    expect(parseServiceDetail(bare)).toEqual(bare);
  });
});

function catchRefusal(read: () => unknown): WireSchemaError {
  try {
    read();
  } catch (error) {
    if (error instanceof WireSchemaError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}
