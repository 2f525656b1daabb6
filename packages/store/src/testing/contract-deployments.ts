import { describe, expect, test } from "vitest";
import type { StoredSummary } from "../head/index.ts";
import type { DeploymentsQuery } from "../lists/deployments.ts";
import type { Store } from "../store.ts";
import { InvalidCursorError } from "../table/errors.ts";
import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST = Date.UTC(2026, 8, 1, 6);
const HOUR = 3_600_000;

/** Lists of deployments: newest first, filtered, page by page. */
export function deploymentsContract({ newProject, open }: ContractSetup): void {
  describe("deployments", () => {
    const serviceId = "a-service";

    async function filled(): Promise<{ store: Store; service: { projectId: string; serviceId: string } }> {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const events = Array.from({ length: 24 }, (_, i) => {
        const all = wholeDeployment(
          FIRST + i * 7 * HOUR,
          i % 3 === 0 ? "bert base 2.0.0" : `resnet 1.0.${i % 2}`,
        );
        const failed = event(FIRST + i * 7 * HOUR + 70_000, "Failed to start service svc.");
        return i % 4 === 0 ? [...all.slice(0, -1), failed] : all;
      });
      await store.ingest({ ...service, facts: eventFacts(...events.flat()) });
      const open24 = event(FIRST + 24 * 7 * HOUR, "The service is being updated.");
      await store.ingest({ ...service, facts: eventFacts(open24) });
      return { store, service };
    }

    async function all(store: Store, query: DeploymentsQuery): Promise<StoredSummary[]> {
      const found: StoredSummary[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.listDeployments({ ...query, cursor });
        expect(page.deployments.length).toBeLessThanOrEqual(query.limit ?? 50);
        found.push(...page.deployments);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return found;
    }

    test("are listed newest first, and pages of any size make up the whole", async () => {
      const { store, service } = await filled();
      const whole = await all(store, service);
      expect(whole.length).toBe(25);
      expect(whole.map(({ startedAtMs }) => startedAtMs)).toEqual(
        Array.from({ length: 25 }, (_, i) => FIRST + (24 - i) * 7 * HOUR),
      );
      for (const limit of [1, 3, 24, 25, 26]) expect(await all(store, { ...service, limit })).toEqual(whole);
    });

    test("are filtered by start, outcome and model", async () => {
      const { store, service } = await filled();
      const whole = await all(store, service);
      const expectSame = async (query: Partial<DeploymentsQuery>, holds: (one: StoredSummary) => boolean) => {
        const expected = whole.filter(holds);
        expect(expected.length).toBeGreaterThan(0);
        for (const limit of [2, 50]) {
          expect(await all(store, { ...service, ...query, limit })).toEqual(expected);
        }
      };
      const fromMs = FIRST + 5 * 7 * HOUR;
      const toMs = FIRST + 9 * 7 * HOUR;
      await expectSame({ fromMs, toMs }, ({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs);
      await expectSame({ outcomes: ["failure"] }, ({ outcome }) => outcome === "failure");
      await expectSame(
        { outcomes: ["open", "failure"] },
        ({ outcome }) => outcome === null || outcome === "failure",
      );
      await expectSame({ model: { name: "bert base" } }, ({ models }) => models[0]?.name === "bert base");
      await expectSame(
        { model: { name: "resnet", version: "1.0.1" }, outcomes: ["success"] },
        ({ models, outcome }) => models[0]?.version === "1.0.1" && outcome === "success",
      );
      expect(await all(store, { ...service, model: { name: "resnet", version: "9" } })).toEqual([]);
    });

    test("one is read by its id, the last one without", async () => {
      const { store, service } = await filled();
      const [latest, before] = await all(store, service);
      expect((await store.latestDeployment(service))?.deployment.id).toBe(latest?.id);
      const one = await store.readDeployment({ ...service, deploymentId: before?.id ?? "" });
      expect(one?.deployment).toMatchObject({ outcome: "success", totalMs: 89_088, eventCount: 10 });
      expect(one?.deployment.phases.length).toBe(5);
      for (const deploymentId of ["latest", "0jxusbymc-00000000000", "x".repeat(100)]) {
        expect(await store.readDeployment({ ...service, deploymentId })).toBeNull();
      }
      const nobody = { projectId: service.projectId, serviceId: "nobody" };
      expect(await store.latestDeployment(nobody)).toBeNull();
      expect(await store.listDeployments(nobody)).toEqual({ deployments: [], nextCursor: null });
    });

    test("a page that nothing passes ends somewhere, and says where to go on", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const days = Array.from({ length: 430 }, (_, i) =>
        event(FIRST + i * 24 * HOUR, "start to deploy service"),
      );
      await store.ingest({ ...service, facts: eventFacts(...days) });
      const page = await store.listDeployments({ ...service, outcomes: ["success"] });
      expect(page.deployments).toEqual([]);
      expect(page.nextCursor).not.toBeNull();
      expect(await all(store, { ...service, outcomes: ["success"] })).toEqual([]);
      expect((await all(store, { ...service, outcomes: ["superseded"], limit: 500 })).length).toBe(429);
    });

    test("a cursor of another list, or a made-up one, is refused", async () => {
      const { store, service } = await filled();
      const ofEvents = (await store.readEvents({ ...service, limit: 1 })).nextCursor;
      for (const cursor of [ofEvents ?? "", "x", "W10", "%%%", "a".repeat(2_000)]) {
        await expect(store.listDeployments({ ...service, cursor })).rejects.toThrow(InvalidCursorError);
      }
    });
  });
}
