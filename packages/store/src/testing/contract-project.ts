import { describe, expect, test } from "vitest";
import { InvalidCursorError } from "../table/errors.ts";
import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const MORNING = Date.UTC(2026, 9, 5, 8);

/** A whole project: its services, those with an open deployment, and the progress of discovery. */
export function projectContract({ newProject, open }: ContractSetup): void {
  describe("a project", () => {
    test("lists its services with their latest deployment, page by page", async () => {
      const projectId = newProject();
      const other = newProject();
      const store = open();
      const ids = Array.from({ length: 12 }, (_, i) => `service-${i.toString().padStart(2, "0")}`);
      for (const serviceId of ids) {
        const facts = eventFacts(...wholeDeployment(MORNING));
        const state = { name: `name of ${serviceId}`, status: "running", transitionAtMs: null };
        await store.ingest({ projectId, serviceId, facts, state });
      }
      await store.ingest({
        projectId: other,
        serviceId: "stranger",
        facts: eventFacts(event(MORNING, "start to deploy service")),
      });
      const found: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.listServices({ projectId, limit: 5, cursor });
        found.push(...page.services.map(({ serviceId }) => serviceId));
        expect(page.services.every(({ latest }) => latest?.outcome === "success")).toBe(true);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(found).toEqual(ids);
      await expect(store.listServices({ projectId, cursor: "x" })).rejects.toThrow(InvalidCursorError);
      const heads = await store.readHeads(projectId, [...ids.slice(0, 3), "nobody", "stranger"]);
      expect([...heads.keys()].sort()).toEqual(ids.slice(0, 3));
      expect(heads.get("service-01")?.state?.name).toBe("name of service-01");
      expect(await store.listServices({ projectId: newProject() })).toEqual({
        services: [],
        nextCursor: null,
      });
    });

    test("reads many heads by query while most of what it passes is asked for, and the rest one by one", async () => {
      const projectId = newProject();
      const requests: string[] = [];
      const store = open((request) => {
        requests.push(request.operation);
        return request.send();
      });
      const ids = Array.from({ length: 120 }, (_, i) => `service-${i.toString().padStart(4, "0")}`);
      await Promise.all(
        ids.map((serviceId) => {
          const state = { name: serviceId, status: "running", transitionAtMs: null };
          return store.ingest({ projectId, serviceId, state });
        }),
      );
      const read = async (serviceIds: readonly string[]) => {
        requests.length = 0;
        return [...(await store.readHeads(projectId, serviceIds)).keys()].sort();
      };
      expect(await read([...ids.slice(5), "nobody"].reverse())).toEqual(ids.slice(5));
      expect(requests).toEqual(["Query"]);
      expect(await read([...ids.slice(0, 2), "nobody"])).toEqual(ids.slice(0, 2));
      expect(requests).toEqual(["BatchGetItem"]);
    });

    test("knows the services with an open deployment, and forgets them when it ends", async () => {
      const projectId = newProject();
      const store = open();
      const events = wholeDeployment(MORNING);
      for (const serviceId of ["a", "b"]) {
        await store.ingest({
          projectId,
          serviceId,
          facts: eventFacts(...events.slice(0, 4)),
        });
      }
      expect(await store.unsettledServices(projectId)).toEqual(["a", "b"]);
      await store.ingest({ projectId, serviceId: "a", facts: eventFacts(...events) });
      expect(await store.unsettledServices(projectId)).toEqual(["b"]);
    });

    test("knows what is owed of a service until a sync succeeds, and what was stored meanwhile stays", async () => {
      const projectId = newProject();
      const store = open();
      const service = { projectId, serviceId: "a" };
      const owed = { sinceMs: MORNING, fromMs: null, cause: "upstream" as const, error: "503" };
      const state = { name: "a", status: "running", transitionAtMs: MORNING };
      await store.ingest({ ...service, state, owed });
      await store.ingest({ ...service, state });
      expect(await store.unsettledServices(projectId)).toEqual(["a"]);
      expect(await store.owedServices(projectId)).toEqual(new Map([["a", owed]]));
      expect(await store.readHead(service)).toMatchObject({ state, owed, newestEventAtMs: null });
      await store.ingest({ ...service, facts: eventFacts(...wholeDeployment(MORNING)), owed: null });
      expect(await store.unsettledServices(projectId)).toEqual([]);
      expect(await store.owedServices(projectId)).toEqual(new Map());
      expect(await store.readHead(service)).toMatchObject({ state, owed: null });
    });

    test("discovery only moves forward, whichever write comes last", async () => {
      const projectId = newProject();
      const store = open();
      const nothing = { newestTransitionAtMs: null, checkedAtMs: null, sweptAtMs: null, derivedBy: null };
      expect(await store.readDiscovery(projectId)).toEqual(nothing);
      const ticks = [3, 9, 5, 1, 9, 7].map((n) => ({
        newestTransitionAtMs: n,
        checkedAtMs: 100 + n,
        sweptAtMs: 50 + n,
        derivedBy: n % 3,
      }));
      await Promise.all(ticks.map((tick) => store.advanceDiscovery(projectId, tick)));
      const furthest = { newestTransitionAtMs: 9, checkedAtMs: 109, sweptAtMs: 59, derivedBy: 2 };
      expect(await store.readDiscovery(projectId)).toEqual(furthest);
      const late = await store.advanceDiscovery(projectId, {
        newestTransitionAtMs: 4,
        checkedAtMs: 4,
        sweptAtMs: 4,
        derivedBy: 1,
      });
      expect(late).toEqual(furthest);
      await store.advanceDiscovery(projectId, { ...nothing, checkedAtMs: 200 });
      expect(await store.readDiscovery(projectId)).toEqual({ ...furthest, checkedAtMs: 200 });
    });

    test("a record that a clock far ahead made is replaced by the next", async () => {
      const projectId = newProject();
      const store = open();
      const ahead = MORNING + 365 * 86_400_000;
      const record = { newestTransitionAtMs: MORNING, checkedAtMs: ahead, sweptAtMs: ahead, derivedBy: 2 };
      await store.advanceDiscovery(projectId, record);
      const right = {
        newestTransitionAtMs: MORNING - 5,
        checkedAtMs: MORNING,
        sweptAtMs: MORNING,
        derivedBy: 2,
      };
      expect(await store.advanceDiscovery(projectId, right)).toEqual(right);
    });
  });
}
