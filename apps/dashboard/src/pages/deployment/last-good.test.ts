import type { ModelConfiguration } from "@deploy-lens/api/deployments/configuration";
import type { DeploymentAnswer } from "@deploy-lens/api/deployments/deployment";
import { SAMPLE_DEPLOYMENT } from "@deploy-lens/api/openapi/examples";
import { expect, test } from "vitest";
import { fromLastGood } from "./last-good.ts";

const SETTINGS: ModelConfiguration = {
  name: "bert",
  version: "1.9.0",
  weightPercent: 100,
  specification: "modelarts.vm.cpu.2u",
  customSpecification: null,
  instanceCount: 1,
  pool: null,
};

function deployment(
  version: string,
  pullMs: number | null,
  settings: Partial<ModelConfiguration> | null,
): DeploymentAnswer {
  const run = { criticalMs: 0, attempts: 1, measured: true };
  return {
    ...SAMPLE_DEPLOYMENT,
    models: [{ name: "bert", version }],
    totalMs: pullMs === null ? null : pullMs + 60_000,
    summary: [
      { ...run, phase: "prepare_environment", wallMs: 20_000 },
      { ...run, phase: "pull_image", wallMs: pullMs },
    ],
    configuration:
      settings === null
        ? null
        : {
            updatedAt: "2026-11-01T00:00:00.000Z",
            result: "success",
            models: [{ ...SETTINGS, version, ...settings }],
          },
  };
}

test("the model's version, the phases that took longer, the settings", () => {
  const good = deployment("1.9.0", 2_000, {});
  const now = deployment("1.10.0", 60_000, { instanceCount: 2, specification: "modelarts.vm.gpu.t4" });
  const { models, durations, settings } = fromLastGood(now, good);
  expect(models).toEqual([{ name: "bert", before: "1.9.0", after: "1.10.0" }]);
  expect(durations).toEqual([
    { phase: "total", beforeMs: 62_000, afterMs: 120_000 },
    { phase: "pull_image", beforeMs: 2_000, afterMs: 60_000 },
  ]);
  expect(settings?.map(({ model, setting }) => [model, setting])).toEqual([
    ["bert", "specification"],
    ["bert", "instances"],
  ]);
});

test("of equals there is nothing to say; less than a second is equal", () => {
  const good = deployment("1.9.0", 2_000, {});
  expect(fromLastGood(deployment("1.9.0", 2_900, {}), good)).toEqual({
    models: [],
    durations: [],
    settings: [],
  });
});

test("a phase without an end, and a configuration that is not known, are not compared", () => {
  const { durations, settings } = fromLastGood(
    deployment("1.9.0", null, null),
    deployment("1.9.0", 2_000, {}),
  );
  expect(durations).toEqual([]);
  expect(settings).toBeNull();
});

test("models that came and went", () => {
  const good = { ...deployment("1.9.0", 2_000, null), models: [{ name: "ocr", version: "1.0.0" }] };
  expect(fromLastGood(deployment("1.9.0", 2_000, null), good).models).toEqual([
    { name: "ocr", before: "1.0.0", after: null },
    { name: "bert", before: null, after: "1.9.0" },
  ]);
});
