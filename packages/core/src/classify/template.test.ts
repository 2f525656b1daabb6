import { describe, expect, test } from "vitest";
import type { FailureCause } from "../vocabulary/signal.ts";
import { canonical } from "./canonical.ts";
import { causeIn } from "./cause.ts";
import { coreOf, matchTemplate, parseTemplate } from "./template.ts";

function match(template: string, text: string) {
  return matchTemplate(parseTemplate(template), canonical(text));
}

describe("a template", () => {
  test("keeps its slots in order between canonical literals", () => {
    expect(parseTemplate("Service <operation> failed. Error: <error>")).toEqual({
      literals: ["service ", " failed error ", ""],
      slots: ["operation", "error"],
      head: "service",
    });
  });

  test("without slots is one literal", () => {
    expect(parseTemplate("The image created.")).toEqual({
      literals: ["the image created"],
      slots: [],
      head: "the image created",
    });
  });

  test("reads the operation and the error", () => {
    expect(
      match("Service <operation> failed. Error: <error>", "Service Update failed. Error: No space!"),
    ).toEqual({
      operation: "update",
      error: "no space",
    });
  });

  test("ends its first slot where the next literal first stands", () => {
    expect(
      match("Service <any> failed. Error: <error>", "Service a failed. Error: b failed. Error: c"),
    ).toEqual({
      operation: null,
      error: "b failed error c",
    });
  });

  test("may end in an empty slot", () => {
    expect(match("Failed to stop the service. Error: <error>", "Failed to stop the service. Error:")).toEqual(
      {
        operation: null,
        error: "",
      },
    );
  });

  test("must fit from the first character to the last", () => {
    expect(match("Service <name> started.", "A Service x started.")).toBeNull();
    expect(match("Service <name> started.", "Service x started again.")).toBeNull();
    expect(match("Service <name> started.", "Service started.")).toBeNull();
    expect(match("in the <any> state", "in the state")).toBeNull();
  });

  test.each(["not", "was", "", "two words"])("takes %j for no name", (word) => {
    expect(match("Service <name> started.", `Service ${word} started.`)).toBeNull();
  });

  test.each([
    ["deployment", "deploy"],
    ["startup", "start"],
    ["upgrade", "update"],
    ["Auto stop", "auto_stop"],
    ["rollback", "rollback"],
    ["deletion", "delete"],
    ["stop", "stop"],
  ])("takes %j for the operation %s", (word, operation) => {
    expect(match("Service <operation> failed.", `Service ${word} failed.`)?.operation).toBe(operation);
  });

  test.each(["restart", "instances", "deploy it", ""])("takes %j for no operation", (word) => {
    expect(match("Service <operation> failed.", `Service ${word} failed.`)).toBeNull();
  });
});

describe("an error's tail", () => {
  test.each<[string, FailureCause | null]>([
    ["insufficient quota for real-time services", "quota"],
    ["pod evicted: disk pressure, insufficient memory", "disk_pressure"],
    ["write /data: no space left on device", "disk_pressure"],
    ["Insufficient disk space", "disk_pressure"],
    ["资源池磁盘空间不足", "disk_pressure"],
    ["2 Insufficient nvidia.com/gpu", "insufficient_resources"],
    ["Insufficient huawei.com/ascend-1980", "insufficient_resources"],
    ["Insufficient resources in the pool", "insufficient_resources"],
    ["insufficient permissions", null],
    ["DEW secret not found", "credential"],
    ["sidewinder", null],
    ["DEW凭据不存在", "credential"],
    ["sfs turbo 不可用", "storage"],
    ["ModelArts.8501", "storage"],
    ["ModelArts.85010", null],
    ["Failed to pull image: timed out", "image_pull"],
    ["request timed out", "timeout"],
    ["connection timeout", "timeout"],
    ["部署时间超过20分钟", "timeout"],
    ["license has expired", "licence"],
    ["container health check failed", "model_start"],
    ["internal error", null],
    ["", null],
  ])("%j speaks of %s", (text, cause) => {
    expect(causeIn(canonical(text))).toBe(cause);
  });
});

test.each([
  ["<any>资源不足 <any>", "资源不足"],
  ["x <any> ab <any> abcd <any> abc", "abcd"],
  ["x <any> ab <any> cd", "ab"],
  ["Service <any>", "service"],
  ["Service started", "service started"],
])("the core of %s, which every match contains, is %s", (template, core) => {
  expect(coreOf(parseTemplate(template))).toBe(core);
});

test("a name is one word, and never nothing", () => {
  expect(match("started <name>", "started svc")).not.toBeNull();
  for (const text of ["started", "started svc again", "started not"])
    expect(match("started <name>", text)).toBeNull();
});
