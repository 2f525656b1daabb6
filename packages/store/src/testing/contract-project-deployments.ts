import { deliveryAttempt, lostTimeOf, recoveryOf } from "@deploy-lens/core/delivery";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { describe, expect, test } from "vitest";
import { facetsOf } from "../project-deployments/facets.ts";
import type { DeploymentFilter } from "../project-deployments/filter.ts";
import type { Store } from "../store.ts";
import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST = Date.UTC(2026, 8, 1, 1);
const HOUR = 3_600_000;
const ALWAYS = { fromMs: 0, toMs: Date.UTC(2030, 0), nowMs: Date.UTC(2026, 8, 20) };

/** The deployments of all services in one list. */
export function projectDeploymentsContract({ newProject, open }: ContractSetup): void {
  describe("the deployments of a project", () => {
    /** Twelve services; each is deployed at the same times, and every fifth attempt fails. */
    async function filled(): Promise<{ projectId: string; store: Store; all: readonly Deployment[] }> {
      const projectId = newProject();
      const store = open(undefined, { maxPartBytes: 900 });
      const all: Deployment[] = [];
      for (let service = 0; service < 12; service++) {
        const serviceId = `service-${service.toString().padStart(2, "0")}`;
        const events = Array.from({ length: 9 }, (_, i) => {
          const atMs = FIRST + i * 7 * HOUR;
          if ((service + i) % 5 !== 0) return wholeDeployment(atMs, `model-${service % 3} 1.0.${i % 2}`);
          return [
            event(atMs, i % 2 === 0 ? "start to deploy service" : "The service is being updated."),
            event(atMs + 1_000, "[model-0 1.0.0] pulling model image"),
            event(atMs + 9_000 + service, "[model-0 1.0.0] failed to pull image"),
            event(atMs + 10_000 + service, "Failed to start service svc."),
          ];
        });
        await store.ingest({ projectId, serviceId, facts: eventFacts(...events.flat()) });
        const { deployments } = await store.listDeployments({ projectId, serviceId, limit: 100 });
        for (const { id } of deployments) {
          const stored = await store.readDeployment({ projectId, serviceId, deploymentId: id });
          if (stored !== null) all.push(stored.deployment);
        }
      }
      all.sort((a, b) => b.startedAtMs - a.startedAtMs || (a.id > b.id ? -1 : 1));
      return { projectId, store, all };
    }

    async function read(
      store: Store,
      query: { projectId: string; filter: DeploymentFilter },
      limit: number,
    ): Promise<readonly string[]> {
      const ids: string[] = [];
      for (;;) {
        const last = ids.at(-1);
        const after = last === undefined ? null : { startedAtMs: startOf.get(last) ?? 0, id: last };
        const page = await store.listProjectDeployments({ ...ALWAYS, ...query, limit, after });
        expect(page.deployments.length).toBeLessThanOrEqual(limit);
        for (const { id, startedAtMs } of page.deployments) startOf.set(id, startedAtMs);
        ids.push(...page.deployments.map(({ id }) => id));
        if (!page.hasMore) return ids;
        expect(page.deployments.length).toBe(limit);
      }
    }
    const startOf = new Map<string, number>();

    test("are each listed once, newest first, whatever the page and the filter", async () => {
      const { projectId, store, all } = await filled();
      expect(all.length).toBe(12 * 9);
      const cases: [DeploymentFilter, (one: Deployment) => boolean][] = [
        [{}, () => true],
        [{ outcomes: ["failure"] }, ({ outcome }) => outcome === "failure"],
        [{ outcomes: ["success", "open"] }, ({ outcome }) => outcome === "success" || outcome === null],
        [{ kinds: ["update"] }, ({ kind }) => kind === "update"],
        [{ model: "model-1" }, ({ models }) => models.some(({ name }) => name === "model-1")],
        [
          { model: "model-1 1.0.1" },
          ({ models }) => models.some((m) => `${m.name} ${m.version}` === "model-1 1.0.1"),
        ],
        [{ causes: ["model_start"] }, ({ failure }) => failure?.cause === "model_start"],
        [{ failedPhases: ["start_model"] }, ({ outcome }) => outcome === "failure"],
        [
          { text: "FAILED TO" },
          ({ failure }) => failure?.message.toLowerCase().includes("failed to") ?? false,
        ],
        [{ text: "service-07" }, ({ serviceId }) => serviceId === "service-07"],
        [{ minMs: 10_003, maxMs: 10_009 }, ({ observedMs }) => observedMs >= 10_003 && observedMs <= 10_009],
        [{ flags: ["rolled_back"] }, ({ flags }) => flags.includes("rolled_back")],
      ];
      for (const [filter, passes] of cases) {
        const expected = all.filter(passes).map(({ id }) => id);
        for (const limit of [7, 50, 200]) {
          expect([filter, await read(store, { projectId, filter }, limit)]).toEqual([filter, expected]);
        }
      }
      const serviceIds = ["service-01", "service-11", "nobody"];
      const ofTwo = all.filter(({ serviceId }) => serviceIds.includes(serviceId)).map(({ id }) => id);
      expect(await read(store, { projectId, filter: { serviceIds } }, 4)).toEqual(ofTwo);
    });

    test("have facets whose counts are those of the list without the facet's own filter", async () => {
      const { projectId, store } = await filled();
      const { deployments, sinceMs } = await store.projectTraits({ projectId, ...ALWAYS, limit: 1_000 });
      expect(sinceMs).toBe(ALWAYS.fromMs);
      const filter: DeploymentFilter = {
        serviceIds: ["service-01", "service-02", "service-04"],
        outcomes: ["failure"],
        failedPhases: ["start_model"],
        minMs: 10_003,
      };
      const facets = facetsOf(deployments, filter);
      const count = async (more: DeploymentFilter) =>
        (await read(store, { projectId, filter: { ...filter, ...more } }, 200)).length;
      expect(facets.matching).toBe(await count({}));
      expect(facets.matching).toBeGreaterThan(0);
      const choices: readonly (readonly [n: number, instead: DeploymentFilter])[] = [
        ...facets.service.map(({ value, n }) => [n, { serviceIds: [value] }] as const),
        ...facets.outcome.map(({ value, n }) => [n, { outcomes: [value] }] as const),
        ...facets.phase.map(({ value, n }) => [n, { failedPhases: [value] }] as const),
        ...facets.kind.map(({ value, n }) => [n, { kinds: [value] }] as const),
        ...facets.cause.map(({ value, n }) => [n, { causes: [value] }] as const),
        ...facets.model.map(({ value, n }) => [n, { model: `${value.name} ${value.version}` }] as const),
        ...facets.duration.map(
          ({ value, n }) => [n, { minMs: value.fromMs, maxMs: value.toMs - 1 }] as const,
        ),
      ];
      for (const [n, instead] of choices) expect([instead, n]).toEqual([instead, await count(instead)]);
      expect(facets.service.length).toBeGreaterThan(3);
      expect(facets.duration.map(({ value }) => value.fromMs)).toEqual([8_000]);
    });

    test("are counted from the newest on, and said to be where there are more", async () => {
      const { projectId, store, all } = await filled();
      const { deployments, sinceMs } = await store.projectTraits({ projectId, ...ALWAYS, limit: 40 });
      // Twelve services begin at the same times: of the fourth time only four would be in.
      expect(deployments.map(({ id }) => id)).toEqual(all.slice(0, 36).map(({ id }) => id));
      expect(sinceMs).toBe((all[36]?.startedAtMs ?? 0) + 1);
      const ofThree = await store.projectTraits({ projectId, ...ALWAYS, fromMs: sinceMs, limit: 36 });
      expect(ofThree).toEqual({ deployments, sinceMs });
    });

    test("give the same delivery figures when only those around failures are read", async () => {
      const { projectId, store, all } = await filled();
      const attempts = all.map((deployment) => deliveryAttempt({ deployment, configuration: null }));
      expect(recoveryOf(attempts).n).toBeGreaterThan(10);
      expect(recoveryOf(attempts).stillBroken.length).toBeGreaterThan(0);
      const ofProject = await store.deliveryAttempts({ projectId, ...ALWAYS, everyAttempt: false });
      const every = await store.deliveryAttempts({ projectId, ...ALWAYS, everyAttempt: true });
      expect(every.length).toBe(all.length);
      expect(ofProject.length).toBeLessThan(all.length);
      expect(recoveryOf(ofProject)).toEqual(recoveryOf(attempts));
      expect(lostTimeOf(ofProject)).toEqual(lostTimeOf(attempts));
      const serviceId = "service-04";
      const ofService = await store.deliveryAttempts({
        projectId,
        serviceId,
        ...ALWAYS,
        everyAttempt: false,
      });
      expect(ofService.length).toBe(9);
      expect(recoveryOf(ofService)).toEqual(
        recoveryOf(attempts.filter((one) => one.serviceId === serviceId)),
      );
    });

    test("are read no further than the page needs", async () => {
      const { projectId } = await filled();
      let parts = 0;
      const store = open(({ operation, input, send }) => {
        if (operation === "BatchGetItem") parts += keysIn(input);
        return send();
      });
      const newest = await store.listProjectDeployments({ ...ALWAYS, projectId, filter: {}, limit: 5 });
      expect(newest.deployments.length).toBe(5);
      expect(parts).toBeLessThanOrEqual(20);
      parts = 0;
      const filter = { outcomes: ["timed_out" as const] };
      const none = await store.listProjectDeployments({ ...ALWAYS, projectId, filter, limit: 5 });
      expect(none).toEqual({ deployments: [], hasMore: false });
      expect(parts).toBe(0);
    });
  });
}

function keysIn({ RequestItems }: Readonly<Record<string, unknown>>): number {
  const [asked] = Object.values(RequestItems as Record<string, { Keys: readonly unknown[] }>);
  return asked?.Keys.length ?? 0;
}
