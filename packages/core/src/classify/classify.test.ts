import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CLASSIFICATION_FIXTURES } from "../testing/classification-fixtures.ts";
import { classify } from "./index.ts";

const UNCLASSIFIED = {
  signal: "unclassified",
  phase: null,
  operation: null,
  model: null,
  cause: null,
  rule: null,
  attested: false,
};

test("every file of fixtures/classification is read", () => {
  const files = readdirSync(new URL("../../fixtures/classification", import.meta.url));
  expect([...CLASSIFICATION_FIXTURES.keys()].sort()).toEqual(
    files.map((file) => file.replace(".json", "")).sort(),
  );
});

for (const [name, fixtures] of CLASSIFICATION_FIXTURES) {
  describe(`the ${name} texts`, () => {
    test.each(fixtures)("$source $text", ({ text, expected }) => {
      expect(classify(text)).toEqual(expected);
    });
  });
}

describe("traps", () => {
  test("a failed update that was rolled back is typed normal, and is the rollback's success", () => {
    expect(classify("Failed to update the service. The update has been rolled back.")).toMatchObject({
      signal: "success",
      operation: "rollback",
      rule: "rollback-success",
    });
  });

  test("a failed update that begins its rollback is not the end of the update", () => {
    expect(classify("Failed to update the service. Perform a rollback.")).toMatchObject({
      signal: "begin",
      operation: "rollback",
      cause: "unknown",
    });
  });

  test("a rollback that failed has that as its cause, in both languages", () => {
    for (const text of ["Failed to update the service. The rollback failed.", "升级回滚失败"]) {
      expect(classify(text)).toMatchObject({
        signal: "failure",
        operation: "rollback",
        cause: "rollback_failed",
      });
    }
  });

  test("a licence that is to expire informs and ends nothing", () => {
    expect(classify("The subscription license lic-1 is to expire.")).toMatchObject({
      signal: "info",
      operation: "licence",
      cause: null,
    });
  });

  test("the first blank of 'Service xxx failed' may be an operation or a name", () => {
    expect(classify("Service update failed. Error: x").operation).toBe("update");
    expect(classify("Service my-update failed. Error: x").operation).toBe("deploy");
  });

  test("a stop for lack of quota is a stop that succeeded", () => {
    expect(classify("The service is stopped because the quota exceeds the upper limit.")).toMatchObject({
      signal: "success",
      operation: "stop",
      cause: "quota",
    });
  });

  test("failing to stop automatically is not failing to stop", () => {
    expect(classify("Failed to automatically stop the service. Error: x").operation).toBe("auto_stop");
    expect(classify("Failed to stop the service. Error: x").operation).toBe("stop");
  });

  test("an error whose tail is missing is still the error", () => {
    for (const text of ["Service deployment timed out. Error:", "Service deployment timed out. Error"]) {
      expect(classify(text)).toMatchObject({ rule: "deploy-timeout", attested: true });
    }
  });

  test("an ellipsis ends a text as a full stop does", () => {
    for (const end of ["...", "…", "。。。", " . . ."]) {
      expect(classify(`starting model${end}`).rule).toBe("start-model-begin");
    }
  });

  test("'retry later' makes a retry of what is otherwise a failure", () => {
    expect(classify("failed to pull image, retry later").signal).toBe("retry");
    expect(classify("failed to pull image").signal).toBe("failure");
  });
});

describe("hostile text", () => {
  const megabyte = 1_048_576;

  test.each([
    ["one letter", "a".repeat(megabyte)],
    ["opening brackets", "[".repeat(megabyte)],
    ["closing brackets", `[${"]".repeat(megabyte)}`],
    ["full stops", `${".".repeat(megabyte)}x`],
    ["inner spaces", `start${" ".repeat(megabyte)}to deploy service now`],
    ["a prefix over and over", "Service x failed. ".repeat(megabyte / 18)],
    ["a keyword's beginning over and over", "资源不".repeat(megabyte / 3)],
    ["ligatures that grow when normalized", "\ufdfa".repeat(megabyte)],
    ["a lone surrogate", "\ud800".repeat(megabyte)],
    ["a label that never ends", `[${"model ".repeat(megabyte / 6)}`],
  ])("a megabyte of %s is unclassified", (_name, text) => {
    expect(classify(text)).toEqual(UNCLASSIFIED);
  });

  test("a known text is not found in a longer one by cutting that", () => {
    expect(classify(`start to deploy service${" ".repeat(5000)}please`)).toEqual(UNCLASSIFIED);
    expect(classify(`Service x${" ".repeat(5000)}started.`)).toEqual(UNCLASSIFIED);
  });

  test("a text that goes on after its meaning is clear may go on for long", () => {
    expect(classify(`Service deploy failed. Error: No space ${"x".repeat(megabyte)}`)).toMatchObject({
      operation: "deploy",
      cause: "disk_pressure",
    });
  });

  test("results that are shared cannot be changed", () => {
    expect(Object.isFrozen(classify("start to deploy service"))).toBe(true);
    expect(Object.isFrozen(classify("nothing that anybody knows"))).toBe(true);
  });
});

test("a text means the same however often it comes, and whatever came in between", () => {
  const texts = [
    "Service ocr started.",
    "[a 1.0] starting model",
    "[b 2.0] starting model",
    "model (a 1.0) build image success",
    "building image for model [b 2.0]",
    "liveness endpoint answered 503",
    `Service update failed. Error: ${"x".repeat(5_000)}`,
  ];
  const first = texts.map((text) => structuredClone(classify(text)));
  for (let i = 0; i < 600; i++) classify(`Service s-${i} started.`);
  for (let round = 0; round < 3; round++) expect(texts.map((text) => classify(text))).toEqual(first);
});
