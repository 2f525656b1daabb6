import { expect, test } from "vitest";
import { type DeploymentsSelection, deploymentSelectionKey, isDeploymentSelected } from "./select.ts";

const MNIST = { name: "mnist", version: "1.0.0" };
const deployment = { startedAtMs: 1_000, outcome: "success" as const, models: [MNIST] };

test.each<[DeploymentsSelection, boolean]>([
  [{}, true],
  [{ from: 1_000 }, true],
  [{ from: 1_001 }, false],
  [{ to: 1_000 }, false],
  [{ to: 1_001 }, true],
  [{ outcome: ["failure", "success"] }, true],
  [{ outcome: ["failure"] }, false],
  [{ outcome: ["open"] }, false],
  [{ model: "mnist" }, true],
  [{ model: "resnet" }, false],
  [{ outcome: ["success"], model: "resnet" }, false],
])("of a success of mnist at 1000, %j selects it: %s", (selection, expected) => {
  expect(isDeploymentSelected(deployment, selection)).toBe(expected);
});

test("one that is under way is open, and one of several models is of each", () => {
  const open = { ...deployment, outcome: null, models: [{ name: "resnet", version: "2" }, MNIST] };
  expect(isDeploymentSelected(open, { outcome: ["open"], model: "mnist" })).toBe(true);
  expect(isDeploymentSelected(open, { outcome: ["success"] })).toBe(false);
  expect(isDeploymentSelected({ ...open, models: [] }, { model: "mnist" })).toBe(false);
});

test("a cursor holds for the same filters, whatever their order", () => {
  const key = (selection: DeploymentsSelection) => JSON.stringify(deploymentSelectionKey("s", selection));
  expect(key({ outcome: ["success", "failure"] })).toBe(key({ outcome: ["failure", "success"] }));
  const all: DeploymentsSelection[] = [{}, { from: 1 }, { to: 1 }, { outcome: ["open"] }, { model: "m" }];
  expect(new Set(all.map(key)).size).toBe(all.length);
  expect(deploymentSelectionKey("s", {})).not.toEqual(deploymentSelectionKey("t", {}));
});
