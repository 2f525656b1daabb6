import { describe, expect, test } from "vitest";
import { classify } from "./index.ts";
import { parseLabel, readings } from "./label.ts";

describe("a label's place", () => {
  const model = { name: "zcjtestTF", version: "3.0.0" };

  test.each([
    ["in front", "[zcjtestTF 3.0.0] pulling model image", "pull-image-begin"],
    ["at the end", "building image for model [zcjtestTF 3.0.0]", "build-image-begin"],
    ["at the end, with a full stop", "building image for model [zcjtestTF 3.0.0].", "build-image-begin"],
    [
      "at the end of a text without 'model'",
      "failed to pull image, retry later (zcjtestTF 3.0.0)",
      "pull-image-retry",
    ],
    ["after the word 'model'", "model (zcjtestTF 3.0.0) build image success", "build-image-success"],
    ["after the word 'model', in front", "(zcjtestTF 3.0.0) build image success", "build-image-success"],
    [
      "before a text with slots",
      "[zcjtestTF 3.0.0] Insufficient CPU. The scheduling failed. Supplementary information: x",
      "schedule-resource-failure",
    ],
  ])("%s", (_name, text, rule) => {
    expect(classify(text)).toMatchObject({ model, rule });
  });

  test("brackets at the end of a text with slots are the text's own", () => {
    expect(classify("Failed to stop the service. Error: see [doc 7]")).toMatchObject({
      rule: "stop-failure",
      model: null,
    });
    expect(classify("Failed to start the pod container in deployment [bert 1].").model).toBeNull();
    expect(classify("部署【bert 1】创建失败，资源池资源不足").model).toBeNull();
  });
});

describe("a label's brackets", () => {
  test.each([
    "[m 1.0]",
    "(m 1.0)",
    "【m 1.0】",
    "（m 1.0）",
    "［m 1.0］",
    "〔m 1.0〕",
    "[ m  1.0 ]",
    "[m 1.0】",
  ])("%s", (label) => {
    for (const text of [
      `${label} pulling model image`,
      `${label}pulling model image`,
      `building image for model ${label}`,
      `model${label}build image success`,
    ]) {
      expect(classify(text).model).toEqual({ name: "m", version: "1.0" });
    }
  });

  test("must be a pair", () => {
    expect(classify("[m 1.0) pulling model image").signal).toBe("unclassified");
  });
});

describe("a model's name", () => {
  test.each([
    ["spaces", "my first model"],
    ["hyphens and underscores", "my-first_model"],
    ["Chinese", "中文模型"],
    ["Chinese and spaces", "中文 模型"],
    ["capitals", "MyModel"],
    ["balanced brackets of the same kind", "m [v2] (x)"],
    ["a closing bracket too many", "m] v2"],
    ["an opening bracket too many", "m [ v2"],
    ["a round bracket too many", "a) b"],
    ["an event's own words", "pull image success"],
    ["dots and colons", "a.b: c"],
    ["an emoji", "🚀"],
  ])("may contain %s", (_what, name) => {
    const model = { name, version: "3.0.0" };
    expect(classify(`[${name} 3.0.0] pull image success`)).toMatchObject({ model, phase: "pull_image" });
    expect(classify(`building image for model [${name} 3.0.0]`)).toMatchObject({ model });
    expect(classify(`model (${name} 3.0.0) build image success`)).toMatchObject({ model });
  });

  test("is compared by its words: runs of spaces are one", () => {
    expect(parseLabel(" my\u00a0 model\t3.0.0 ")).toEqual({ name: "my model", version: "3.0.0" });
  });

  test("without a version, or none at all, leaves the model unknown and the signal known", () => {
    for (const label of ["[m]", "[]", "[ ]", "()", "【】"]) {
      expect(classify(`${label} pull image success`)).toMatchObject({
        model: null,
        rule: "pull-image-success",
      });
    }
  });
});

test("a text without brackets has one reading: itself", () => {
  expect(readings("starting model")).toEqual([{ text: "starting model", model: null, exactOnly: false }]);
});
