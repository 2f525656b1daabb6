import { describe, expect, expectTypeOf, test } from "vitest";
import wrongTypes from "../../fixtures/wire/refused-services-with-wrong-types.json" with { type: "json" };
import contradictions from "../../fixtures/wire/services-that-contradict-the-reference.json" with {
  type: "json",
};
import type { ServiceSummary } from "../event/service.ts";
import type { ServiceStatusObservation } from "../vocabulary/status.ts";
import { WireSchemaError } from "./schema-error.ts";
import { parseServiceList, toServiceSummary, toStatusObservation } from "./services.ts";

const { services } = parseServiceList(contradictions);
const byName = (name: string) => {
  const found = services.find((service) => service.service_name === name);
  if (found === undefined) throw new Error(`no service ${name} in the fixture`);
  return found;
};

describe("parseServiceList", () => {
  test("lists every wrong type by its path", () => {
    const refused = catchRefusal(() => parseServiceList(wrongTypes));
    expect(refused.what).toBe("service list");
    expect(refused.issues).toEqual([
      { path: "services[0].service_name", expected: "string", got: "7" },
      { path: "services[0].workspace_id", expected: "string or number", got: "array" },
      { path: "services[0].transition_at", expected: "number", got: "string" },
      { path: "services[0].schedule[0].duration", expected: "number", got: "string" },
    ]);
  });

  test("reads data collection as text and as a boolean", () => {
    expect(byName("churn-score").is_opened_sample_collection).toBe("false");
    expect(byName("fraud-batch").is_opened_sample_collection).toBe(false);
  });
});

describe("toServiceSummary", () => {
  test("says a running service in our names", () => {
    expect(toServiceSummary(byName("churn-score"))).toEqual({
      id: "5f1f6bd5-2f34-4a9a-9a52-3a3fd2a4c001",
      name: "churn-score",
      status: "running",
      lastTransitionAtMs: 1767225680000,
      progressPercent: null,
      inferType: "real-time",
      description: "",
      workspaceId: "0",
      publishedAtMs: 1767225600000,
      stopsAtMs: null,
    } satisfies ServiceSummary);
  });

  test("reports progress of a deploying service alone", () => {
    expect(toServiceSummary(byName("ocr"))).toMatchObject({ progressPercent: 40, stopsAtMs: 1767232800000 });
    expect(byName("fraud-batch").progress).toBe(100);
    expect(toServiceSummary(byName("fraud-batch")).progressPercent).toBeNull();
  });

  test("gives a workspace as text, however it came", () => {
    expect(byName("fraud-batch").workspace_id).toBe(0);
    expect(toServiceSummary(byName("fraud-batch")).workspaceId).toBe("0");
  });

  test("gives null for what is null upstream", () => {
    expect(toServiceSummary(byName("sparse"))).toMatchObject({
      description: null,
      inferType: null,
      workspaceId: null,
      progressPercent: null,
      publishedAtMs: null,
      lastTransitionAtMs: null,
      stopsAtMs: null,
    });
  });
});

describe("toStatusObservation", () => {
  test("says the status and since when", () => {
    expect(toStatusObservation(byName("churn-score"))).toEqual({
      status: "running",
      transitionAtMs: 1767225680000,
    });
  });

  test.each(["legacy", "sparse"])("is null where the time is missing or null (%s)", (name) => {
    expect(toStatusObservation(byName(name))).toBeNull();
    expectTypeOf(toStatusObservation).returns.toEqualTypeOf<ServiceStatusObservation | null>();
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
