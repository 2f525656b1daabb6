import { deriveDeployments } from "@deploy-lens/core/derive";
import { findServiceFindings } from "@deploy-lens/core/findings";
import { runOf } from "@deploy-lens/core/findings/run";
import { expect, test } from "vitest";
import type { SimulatedService } from "../service/index.ts";
import { TEST_NOW_MS } from "../testing/running-simulator.ts";
import { createScenario } from "./scenario.ts";

const DAY_MS = 86_400_000;

/** The findings that a reader of the events alone arrives at. */
function findingsOf(service: SimulatedService, nowMs: number) {
  const statuses = service
    .attempts(nowMs)
    .filter(({ endedBy, outcome }) => endedBy === "service_status" && outcome === "success")
    .map(({ endedAtMs }) => ({ status: "running", transitionAtMs: endedAtMs }));
  const { deployments } = deriveDeployments({
    serviceId: service.id,
    events: service.events(nowMs),
    statuses,
  });
  const runs = deployments.flatMap(({ deployment }) => runOf(deployment, null) ?? []);
  return findServiceFindings(service.id, runs).findings;
}

test("the history's two known changes are found where they were put, and no third", () => {
  const services = createScenario({ sample: false, live: false }, TEST_NOW_MS);
  const found = services.flatMap((service) =>
    findingsOf(service, TEST_NOW_MS)
      .filter(({ state }) => state !== "suspected")
      .map((finding) => ({ ...finding, name: service.name })),
  );
  expect(found.map(({ name, kind, phase, state }) => [name, kind, phase, state])).toEqual([
    ["invoice-ocr", "slower", "start_model", "open"],
    ["fraud-score", "slower", "prepare_environment", "open"],
  ]);
  const [drift, step] = found;
  // `step_regression` begins nine days before the anchor, with a factor of 1.8.
  const anchorMs = Math.floor(TEST_NOW_MS / DAY_MS) * DAY_MS;
  expect(Math.abs((step?.since.atMs ?? 0) - (anchorMs - 9 * DAY_MS))).toBeLessThanOrEqual(DAY_MS);
  expect(step?.interval[0]).toBeLessThan(1.8);
  expect(step?.interval[1]).toBeGreaterThan(1.8);
  // `drifting` grows by two percent a day: one change that goes on.
  expect(drift?.wentOn.length).toBeGreaterThan(0);
});
