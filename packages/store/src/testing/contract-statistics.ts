import { durationStatistics } from "@deploy-lens/core/statistics";
import { planStatistics } from "@deploy-lens/core/statistics/query";
import { seededRandom } from "@deploy-lens/core/testing/random";
import { describe, expect, test } from "vitest";
import { laggingReads } from "./faults.ts";
import { eventFacts, type PhasesMs, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST = Date.UTC(2026, 8, 1, 6);
const HOUR = 3_600_000;

/** The sort keys of the items that a BatchGetItem asks for. */
function batchSorts({ RequestItems }: Readonly<Record<string, unknown>>): string[] {
  const [asked] = Object.values(RequestItems as Record<string, { Keys: { sk: { S: string } }[] }>);
  return asked?.Keys.map(({ sk }) => sk.S) ?? [];
}

/** Statistics: many deployments from rollups, few from the deployments themselves, with the same result. */
export function statisticsContract({ newProject, open }: ContractSetup): void {
  describe("statistics", () => {
    const phases = (i: number): PhasesMs => [
      1_000 + i * 37,
      20_000 + i,
      6,
      i % 3 === 0 ? 60_000 : 1_500,
      9_000,
    ];

    async function filled(perService: number) {
      const projectId = newProject();
      const store = open();
      for (const serviceId of ["a", "b"]) {
        const events = Array.from({ length: perService }, (_, i) =>
          wholeDeployment(FIRST + i * 5 * HOUR, `resnet 1.0.${i % 2}`, phases(i)),
        );
        await store.ingest({
          projectId,
          serviceId,
          facts: eventFacts(...events.flat()),
        });
      }
      return { projectId, store, window: { fromMs: FIRST + 2 * HOUR, toMs: FIRST + perService * 5 * HOUR } };
    }

    test("are exact where few deployments count, and say the same from rollups where many do", async () => {
      const { projectId, store, window } = await filled(110);
      const query = { ...window, groupBy: ["phase", "model"] as const };
      for (const serviceId of ["a", "b", null]) {
        const durations = await store.readDurations({ projectId, serviceId, ...window });
        const exact = durationStatistics(query, { durations }, 0);
        const source = await store.statisticsSource({ projectId, serviceId, ...query });
        const read = durationStatistics(query, source, 0);
        expect(exact.total.n).toBe(serviceId === null ? 218 : 109);
        expect(read.method).toBe(serviceId === null ? "histogram" : "exact");
        expect(read.groups.map(({ key, n, mean, histogram }) => [key, n, mean, histogram])).toEqual(
          exact.groups.map(({ key, n, mean, histogram }) => [key, n, mean, histogram]),
        );
        expect(read.excluded).toEqual(exact.excluded);
      }
    });

    test("a window within one day reads that day's deployments", async () => {
      const { projectId, store } = await filled(12);
      const query = { projectId, serviceId: "a", fromMs: FIRST, toMs: FIRST + 5 * HOUR + 1 };
      const source = await store.statisticsSource(query);
      const { outcomes, method } = durationStatistics(query, source, 0);
      expect({ outcomes, method }).toEqual({ outcomes: { success: 2 }, method: "exact" });
      expect([...(source.rollups ?? [])]).toEqual([]);
    });

    test("deployments are read of the days that the window parts, and no others, where many count", async () => {
      const { projectId } = await filled(110);
      const read: string[] = [];
      const store = open((request) => {
        if (request.operation === "BatchGetItem") read.push(...batchSorts(request.input));
        else read.push(request.operation);
        return request.send();
      });
      const lastMs = FIRST + 109 * 5 * HOUR;
      const sourceOf = (fromMs: number, toMs: number) => {
        read.length = 0;
        return store.statisticsSource({ projectId, fromMs, toMs });
      };
      // At noon of the first day, and after the end of the last.
      await sourceOf(FIRST + 6 * HOUR, lastMs + 1);
      expect(read).toEqual(["GetItem", "Query", "day#2026-09-01#0000", "day#2026-09-01#0000"]);
      await sourceOf(FIRST, lastMs + 1);
      expect(read).toEqual(["GetItem", "Query"]);
      await sourceOf(FIRST, lastMs);
      expect(read).toEqual(["GetItem", "Query", "day#2026-09-23#0000", "day#2026-09-23#0000"]);
    });

    test("where few count among many, the days on which any does are read, and the answer is exact", async () => {
      const { projectId, store, window } = await filled(110);
      const seldom = Array.from({ length: 3 }, (_, i) =>
        wholeDeployment(FIRST + (i * 100 + 1) * HOUR, "bert 2.0.0", phases(i)),
      );
      const facts = eventFacts(...seldom.flat());
      await store.ingest({ projectId, serviceId: "c", facts });
      const query = { projectId, ...window, model: "bert" };
      const read: string[] = [];
      const watched = open((request) => {
        if (request.operation === "BatchGetItem") read.push(...batchSorts(request.input));
        return request.send();
      });
      const source = await watched.statisticsSource(query);
      expect(source.plan).toEqual(planStatistics(query));
      const durations = await store.readDurations({ projectId, ...window });
      expect(durationStatistics(query, source, 0)).toEqual(durationStatistics(query, { durations }, 0));
      expect(durationStatistics(query, source, 0)).toMatchObject({ method: "exact", total: { n: 2 } });
      // The window divides the first day of "a" and of "b"; for "c" two days count, because the first start lies
      // before the window.
      expect(read.length).toBe(4);
    });

    test("ninety days of a service are one page of one query", async () => {
      const projectId = newProject();
      const requests: string[] = [];
      const store = open((request) => {
        requests.push(request.operation);
        return request.send();
      });
      const events = Array.from({ length: 270 }, (_, i) =>
        wholeDeployment(FIRST + i * 8 * HOUR, "m 1", phases(i)),
      );
      await store.ingest({
        projectId,
        serviceId: "a",
        facts: eventFacts(...events.flat()),
      });
      requests.length = 0;
      const rollups = await store.readRollups({ projectId, serviceId: "a" });
      expect(rollups.length).toBe(90);
      expect(requests).toEqual(["Query"]);
    });

    test("the last deployments are there to estimate from, newest first", async () => {
      const { projectId, store } = await filled(40);
      const recent = await store.recentDurations({ projectId, serviceId: "b", limit: 15 });
      expect(recent.map(({ startedAtMs }) => startedAtMs)).toEqual(
        Array.from({ length: 15 }, (_, i) => FIRST + (39 - i) * 5 * HOUR),
      );
    });

    test("reads that lag behind show an older state, and spoil nothing", async () => {
      const projectId = newProject();
      const store = open(laggingReads(seededRandom(5), 0.5));
      const seen: number[] = [];
      for (let i = 0; i < 12; i++) {
        const facts = eventFacts(...wholeDeployment(FIRST + i * HOUR));
        await store.ingest({ projectId, serviceId: "a", facts });
        const [day] = await store.readRollups({ projectId, serviceId: "a" });
        seen.push(day?.rollup.counts.get("success||all")?.deployments ?? 0);
      }
      expect(seen.every((n, i) => n <= i + 1)).toBe(true);
      expect(seen.some((n, i) => n < i + 1)).toBe(true);
      const fresh = await open().readRollups({ projectId, serviceId: "a" });
      expect(fresh[0]?.rollup.counts.get("success||all")?.deployments).toBe(12);
    });
  });
}
