import { deriveDeployments } from "@deploy-lens/core/derive";
import type { Deployment, PhaseRun } from "@deploy-lens/core/vocabulary/deployment";
import { describe, expect, test } from "vitest";
import type { SimulatedService } from "../service/index.ts";
import type { PlannedAttempt, PlannedPhase } from "../service/plan.ts";
import { TEST_NOW_MS } from "../testing/running-simulator.ts";
import { createScenario } from "./scenario.ts";

const services = createScenario({ sample: false }, TEST_NOW_MS).map(
  (service) => [service.name, service] as const,
);

/** The statuses of a reader who looked just when an attempt ended that no line closed. */
function timelyLooks(service: SimulatedService, attempts: readonly PlannedAttempt[]) {
  return attempts
    .filter(({ endedBy, endedAtMs }) => endedBy === "service_status" && endedAtMs <= TEST_NOW_MS)
    .map(({ endedAtMs }) => service.transition(endedAtMs))
    .map(({ status, atMs }) => ({ status, transitionAtMs: atMs }));
}

function derive(service: SimulatedService, attempts: readonly PlannedAttempt[]): Deployment[] {
  const events = service.events(TEST_NOW_MS);
  const { deployments } = deriveDeployments({
    serviceId: service.id,
    events,
    statuses: timelyLooks(service, attempts),
  });
  return deployments.map(({ deployment }) => deployment);
}

/**
 * True if the events tell less than the plan: lines about retries and failures name no model, so that beside another
 * model nobody knows whose they are; a container that failed may yet start; and an attempt that ended before its
 * environment was ready may never have named its models.
 */
function isAmbiguous({ models, phases, failure, remarks }: PlannedAttempt): boolean {
  const trouble = failure !== null || phases.some(({ retriesAtMs }) => retriesAtMs.length > 0);
  const nameless = phases.every(
    ({ phase, endedAtMs }) => phase === "prepare_environment" && endedAtMs === null,
  );
  return (models.length > 1 && trouble) || nameless || remarks.some(({ documented }) => documented);
}

const plannedKey = ({ phase, model, startedAtMs }: PlannedPhase) => `${phase} ${model.name} ${startedAtMs}`;
const derivedKey = ({ phase, model, startedAtMs }: PhaseRun) => `${phase} ${model?.name} ${startedAtMs}`;

describe("what core makes of the events is what was planned", () => {
  test.each(services)("%s: attempts", (_, service) => {
    const planned = service.attempts(TEST_NOW_MS);
    expect(derive(service, planned)).toMatchObject(
      planned.map(({ kind, startedAtMs, endedAtMs, outcome, endedBy, remarks }) => {
        const ended = endedAtMs <= TEST_NOW_MS;
        return {
          kind,
          startedAtMs,
          endedAtMs: ended ? endedAtMs : null,
          outcome: ended ? outcome : null,
          endedBy: ended ? endedBy : null,
          unclassified: remarks.filter(({ documented, atMs }) => !documented && atMs <= TEST_NOW_MS).length,
        };
      }),
    );
  });

  test.each(services)("%s: phases", (_, service) => {
    const planned = service.attempts(TEST_NOW_MS);
    const derived = derive(service, planned);
    for (const [index, attempt] of planned.entries()) {
      if (attempt.endedAtMs > TEST_NOW_MS || isAmbiguous(attempt)) continue;
      const runs = new Map(derived[index]?.phases.map((run) => [derivedKey(run), run]));
      expect([...runs.keys()].toSorted()).toEqual(attempt.phases.map(plannedKey).toSorted());
      for (const phase of attempt.phases) {
        const { endedAtMs, outcome, retriesAtMs } = phase;
        expect(runs.get(plannedKey(phase))).toMatchObject(
          endedAtMs === null
            ? { outcome: "interrupted" }
            : { outcome, endedAtMs, attempts: retriesAtMs.length + 1 },
        );
      }
    }
  });
});
