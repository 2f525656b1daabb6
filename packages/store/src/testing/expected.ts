import { deploymentDurations, utcDay } from "@deploy-lens/core/durations";
import { findServiceFindings } from "@deploy-lens/core/findings";
import { recentRuns } from "@deploy-lens/core/findings/recent-runs";
import { runOf } from "@deploy-lens/core/findings/run";
import { type DayRollup, mergeRollups, overallRollup, rollupOf, rollupText } from "@deploy-lens/core/rollup";
import { expect } from "vitest";
import { type ServiceDeployment, withEvidence } from "../day/deployment.ts";
import { mergeFacts, type ServiceFacts } from "../day/facts.ts";
import { compareByStart } from "../day/read.ts";
import { summarizeDeployment } from "../head/index.ts";
import type { Store } from "../store.ts";
import type { ServiceRef } from "../table/keys.ts";
import type { FromScratch } from "./feed.ts";

/** A day's rollup as text, bucket for bucket. */
export type RollupText = readonly [day: string, rollup: string];

/** The rollups of deployments, computed from scratch. */
export function recompute(deployments: readonly ServiceDeployment[]): RollupText[] {
  const byDay = Map.groupBy(deployments, ({ deployment }) => utcDay(deployment.startedAtMs));
  return [...byDay]
    .map(([day, list]): RollupText => {
      const rollup = rollupOf(list.map(({ deployment }) => deploymentDurations(deployment)));
      return [day, rollupText(rollup)];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The stored rollups of a service. */
export async function storedRollups(store: Store, service: ServiceRef): Promise<RollupText[]> {
  return textsOf(await store.readRollups(service));
}

/** Every deployment of a service with all its details, oldest first. */
export async function storedDeployments(store: Store, service: ServiceRef): Promise<ServiceDeployment[]> {
  const found: ServiceDeployment[] = [];
  let cursor: string | null = null;
  do {
    const page = await store.listDeployments({ ...service, limit: 7, cursor });
    for (const summary of page.deployments) {
      const one = await store.readDeployment({ ...service, deploymentId: summary.id });
      if (one === null) throw new Error(`deployment ${summary.id} is listed and cannot be read`);
      expect(summarizeDeployment(one.deployment)).toEqual(summary);
      found.push({ deployment: one.deployment, configuration: one.configuration });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found.reverse();
}

/** Expects the rollups to equal those of the stored deployments, bucket for bucket, and none to be stored twice. */
export async function expectExactRollups(store: Store, service: ServiceRef): Promise<void> {
  const deployments = await storedDeployments(store, service);
  const ids = deployments.map(({ deployment }) => deployment.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await storedRollups(store, service)).toEqual(recompute(deployments));
}

/** Expects nothing to be stored that was derived from facts which are not stored. */
export async function expectFounded(store: Store, service: ServiceRef): Promise<void> {
  const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
  const facts = await store.readFacts({ ...service, ...always });
  const { deployments } = await store.listDeployments({ ...service, limit: 1_000 });
  for (const { id } of deployments) {
    const stored = await store.readDeployment({ ...service, deploymentId: id });
    if (stored === null) throw new Error(`deployment ${id} is listed and cannot be read`);
    const [nextStartedAtMs, count, fromMs = stored.deployment.startedAtMs] = stored.evidence;
    // As if the others began where they did when this one was derived: its facts must all be here.
    const starting = (startedAtMs: number) => ({
      deployment: { ...stored.deployment, startedAtMs },
      configuration: null,
    });
    const [found] = withEvidence(
      [starting(fromMs), starting(nextStartedAtMs ?? Number.MAX_SAFE_INTEGER)],
      facts,
    );
    expect(found?.evidence[1]).toBeGreaterThanOrEqual(count);
  }
}

/** Expects every observed fact to be stored, and the whole table to equal a derivation from scratch. */
export async function expectSettled(
  store: Store,
  service: ServiceRef,
  seen: Iterable<ServiceFacts>,
  derive: FromScratch,
): Promise<void> {
  const facts = mergeFacts(seen);
  const derived = derive(facts);
  const always = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
  expect(await store.readFacts({ ...service, ...always })).toEqual(facts);
  expect(await storedDeployments(store, service)).toEqual(derived.toSorted(compareByStart));
  expect(await storedRollups(store, service)).toEqual(recompute(derived));
  const ofProject = await store.readRollups({ projectId: service.projectId });
  expect(textsOf(ofProject.filter(({ serviceId }) => serviceId === service.serviceId))).toEqual(
    recompute(derived),
  );
  const head = await store.readHead(service);
  const latest = derived.at(-1);
  expect(head.latest).toEqual(latest === undefined ? null : summarizeDeployment(latest.deployment));
  expect(head.newestEventAtMs).toEqual(facts.events.at(-1)?.occurredAtMs ?? null);
  const isUnsettled = latest?.deployment.outcome === null || head.owed !== null;
  const unsettled = await store.unsettledServices(service.projectId);
  expect(unsettled.includes(service.serviceId)).toBe(isUnsettled);
}

/** Whatever happened: a project's days are the sums of its services' days, bucket for bucket. */
export async function expectProjectDays(store: Store, projectId: string): Promise<void> {
  const byDay = Map.groupBy(await store.readRollups({ projectId }), ({ day }) => day);
  const sums = [...byDay].map(([day, services]) => ({
    day,
    rollup: overallRollup(mergeRollups(services.map(({ rollup }) => rollup))),
  }));
  const { days, unsettled } = await store.readProjectDays({ projectId });
  expect(unsettled).toEqual([]);
  expect(textsOf(days)).toEqual(textsOf(sums));
}

/** Expects what a fold leaves of each service: the runs and findings that all its deployments give from scratch. */
export async function expectFindings(store: Store, projectId: string): Promise<void> {
  const services = await store.readFindings(projectId);
  const { services: heads } = await store.listServices({ projectId, limit: 1_000 });
  expect(services.map(({ serviceId }) => serviceId).sort()).toEqual(
    heads.flatMap(({ serviceId, latest }) => (latest === null ? [] : [serviceId])).sort(),
  );
  for (const { serviceId, revision: _, ...found } of services) {
    const service = { projectId, serviceId };
    const runs = (await storedDeployments(store, service)).flatMap(
      ({ deployment, configuration }) => runOf(deployment, configuration) ?? [],
    );
    const stored = await store.readRecentRuns(service);
    const expected = recentRuns(runs, null);
    expect(stored).toEqual(expected);
    expect(found).toEqual(findServiceFindings(serviceId, stored.runs));
  }
}

function textsOf(rollups: readonly Pick<DayRollup, "day" | "rollup">[]): RollupText[] {
  return rollups
    .map(({ day, rollup }): RollupText => [day, rollupText(rollup)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
