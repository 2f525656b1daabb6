import { describe, expect, expectTypeOf, test } from "vitest";
import wrongTypes from "../../fixtures/wire/refused-service-detail-with-wrong-types.json" with {
  type: "json",
};
import failed from "../../fixtures/wire/service-detail-failed-with-secrets-in-envs.json" with {
  type: "json",
};
import batch from "../../fixtures/wire/service-detail-of-a-batch-service.json" with { type: "json" };
import edge from "../../fixtures/wire/service-detail-of-an-edge-service.json" with { type: "json" };
import { WireSchemaError } from "./schema-error.ts";
import { type DeployedModel, parseServiceDetail, toServiceDetail } from "./service-detail.ts";
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

  test("empties environment variables, and keeps that there are some to speak of", () => {
    const parsed = parseServiceDetail(failed);
    expect(parsed.config?.map((config) => config.envs)).toEqual([{}, {}]);
    expect(JSON.stringify(parsed)).not.toContain("canary");
  });
});

describe("toServiceDetail", () => {
  test("says a failed service with its models in our names", () => {
    expect(toServiceDetail(parseServiceDetail(failed))).toEqual({
      id: "5f1f6bd5-2f34-4a9a-9a52-3a3fd2a4c001",
      name: "churn-score",
      status: "failed",
      lastTransitionAtMs: 1767225680000,
      progressPercent: null,
      inferType: "real-time",
      description: "",
      workspaceId: "0",
      publishedAtMs: 1767225600000,
      stopsAtMs: null,
      errorMessage: "ModelArts.3976: No resources are available for the selected specification.",
      updatedAtMs: 1767225650000,
      accessAddress: "https://infer.example/v1/infers/5f1f",
      models: [
        {
          id: "0e07b41b-173e-42db-8c16-000000000001",
          name: "churn",
          version: "3.1.0",
          weightPercent: 80,
          specification: "modelarts.vm.gpu.p4",
          customSpecification: null,
          instanceCount: 2,
          status: "ready",
          autoScaling: true,
        },
        {
          id: "0e07b41b-173e-42db-8c16-000000000002",
          name: "churn",
          version: "3.2.0-rc1",
          weightPercent: 20,
          specification: "custom",
          customSpecification: { cpuCores: 1.5, memoryMb: 4096, gpus: 0.5, ascendChips: null },
          instanceCount: 1,
          status: "notReady",
          autoScaling: false,
        },
      ],
    });
  });

  test("has no way to carry environment variables", () => {
    expect(JSON.stringify(toServiceDetail(parseServiceDetail(failed)))).not.toMatch(
      /canary|DB_PASSWORD|envs/,
    );
    expectTypeOf<Extract<keyof DeployedModel, `env${string}`>>().toBeNever();
  });

  test("reads a batch service, which has no weight and no transition", () => {
    const parsed = parseServiceDetail(batch);
    expect(toServiceDetail(parsed).models).toMatchObject([
      { name: "fraud", version: "1.0.0", weightPercent: null, instanceCount: 1, status: null },
    ]);
    expect(toStatusObservation(parsed)).toBeNull();
  });

  test("reads an edge service with its nodes", () => {
    const parsed = parseServiceDetail(edge);
    expect(parsed.config?.[0]?.nodes?.[0]?.instance_status).toBe("notReady");
    expect(toServiceDetail(parsed).models).toMatchObject([{ id: null, name: "cam", version: "0.0.7" }]);
  });

  test("reads a service without config, and empty text as none", () => {
    const bare = {
      service_id: "s",
      service_name: "bare",
      status: "pending",
      error_msg: "",
      access_address: "",
    };
    expect(toServiceDetail(parseServiceDetail(bare))).toMatchObject({
      models: [],
      errorMessage: null,
      accessAddress: null,
      updatedAtMs: null,
    });
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
