import { type DeploymentDurations, deploymentDurations } from "@deploy-lens/core/durations";
import { rollupOf, rollupText } from "@deploy-lens/core/rollup";
import type { SimulatedService } from "@deploy-lens/simulator/service";
import type { ServiceDeployment } from "@deploy-lens/store/day/deployment";
import { expectSettled, storedDeployments } from "@deploy-lens/store/testing/expected";
import { deriveBy } from "@deploy-lens/store/testing/feed";
import { expect } from "vitest";
import type { World } from "./world.ts";

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/**
 * Whatever happened before, expects the stored deployments to equal those of one derivation of all the upstream's
 * events, and the rollups to equal those of the deployments, bucket for bucket.
 *
 * An event outside of any deployment may not be stored yet, because a service that did not change is not synced.
 */
export async function expectComplete({ store, clock }: World, service: SimulatedService): Promise<void> {
  const ref = { projectId: service.projectId, serviceId: service.id };
  const derive = deriveBy(service.id);
  const stored = await store.readFacts({ ...ref, ...ALWAYS });
  await expectSettled(store, ref, [stored], derive);
  const upstreamEvents = service.events(clock.nowMs);
  expect(upstreamEvents).toEqual(expect.arrayContaining([...stored.events]));
  expect(await storedDeployments(store, ref)).toEqual(derive({ ...stored, events: upstreamEvents }));
}

/** Expects every finished attempt of the plan to be derived as planned: its start, end, outcome and closing. */
export async function expectTruth({ store, simulator, clock }: World, service: SimulatedService) {
  const stored = await storedDeployments(store, { projectId: service.projectId, serviceId: service.id });
  const planned = simulator.attempts(service.id);
  expect(stored.map(summary)).toEqual(
    planned.map(({ kind, startedAtMs, endedAtMs, outcome, endedBy, remarks }) => {
      const isOver = endedAtMs <= clock.nowMs;
      return {
        kind,
        startedAtMs,
        endedAtMs: isOver ? endedAtMs : null,
        outcome: isOver ? outcome : null,
        endedBy: isOver ? endedBy : null,
        unclassified: remarks.filter(({ documented, atMs }) => !documented && atMs <= clock.nowMs).length,
      };
    }),
  );
}

function summary({ deployment }: ServiceDeployment) {
  const { kind, startedAtMs, endedAtMs, outcome, endedBy, unclassified } = deployment;
  return { kind, startedAtMs, endedAtMs, outcome, endedBy, unclassified };
}

/**
 * Expects a project's rollups to equal, bucket for bucket, those of one derivation of all the upstream's events. Like
 * {@link expectComplete}, but with few reads for a project of any size.
 */
export async function expectProjectExact(
  { store, simulator, clock }: World,
  projectId: string,
): Promise<void> {
  const stored = await store.readDurations({ projectId, fromMs: 0, toMs: clock.nowMs });
  const derived: DeploymentDurations[] = [];
  for (const service of simulator.services(projectId)) {
    const storedFacts = await store.readFacts({ projectId, serviceId: service.id, ...ALWAYS });
    const facts = { ...storedFacts, events: service.events(clock.nowMs) };
    derived.push(...deriveBy(service.id)(facts).map(({ deployment }) => deploymentDurations(deployment)));
  }
  expect(sorted(stored)).toEqual(sorted(derived));

  const rollups = await store.readRollups({ projectId });
  const days = Map.groupBy(derived, ({ serviceId, day }) => `${day} ${serviceId}`);
  expect(
    new Map(rollups.map(({ serviceId, day, rollup }) => [`${day} ${serviceId}`, rollupText(rollup)])),
  ).toEqual(new Map([...days].map(([key, list]) => [key, rollupText(rollupOf(list))])));
}

function sorted(list: readonly DeploymentDurations[]): DeploymentDurations[] {
  return list.toSorted((a, b) => a.startedAtMs - b.startedAtMs || (a.id < b.id ? -1 : 1));
}
