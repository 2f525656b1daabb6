import { DERIVATION_VERSION } from "@deploy-lens/core/derive/version";
import { type DurationStatistics, durationStatistics } from "@deploy-lens/core/statistics";
import { seededRandom } from "@deploy-lens/core/testing/random";
import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { expectProjectDays } from "./expected.ts";
import { InjectedFault, isInjected, laggingReads, withoutShares } from "./faults.ts";
import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST = Date.UTC(2026, 8, 1, 1);
const HOUR = 3_600_000;
const DAYS = 10;
const A_DAY = 3;
const WINDOW = { fromMs: Date.UTC(2026, 8, 1), toMs: Date.UTC(2026, 9, 1) };
const NEVER = { newestTransitionAtMs: null, checkedAtMs: null, sweptAtMs: null };

/** The days of a project: the sums of its services' days, whenever they are read. */
export function projectDaysContract({ newProject, open }: ContractSetup): void {
  describe("the days of a project", () => {
    /** Services that are deployed three times a day, for ten days. */
    async function filled(services: number, days = DAYS): Promise<{ projectId: string; store: Store }> {
      const projectId = newProject();
      const store = open();
      for (let service = 0; service < services; service++) {
        const events = Array.from({ length: days * A_DAY }, (_, i) => {
          const startMs = FIRST + (Math.floor(i / A_DAY) * 24 + (i % A_DAY) * 7 + service) * HOUR;
          return wholeDeployment(startMs, `model-${service} 1.0.0`, [
            1_000 + service * 37,
            20_000 + i,
            6,
            i % 4 === 0 ? 60_000 : 1_500,
            9_000,
          ]);
        });
        await store.ingest({
          projectId,
          serviceId: `service-${service}`,
          facts: eventFacts(...events.flat()),
        });
      }
      await store.advanceDiscovery(projectId, { ...NEVER, derivedBy: DERIVATION_VERSION });
      return { projectId, store };
    }

    async function statistics(store: Store, projectId: string, groupBy: "phase" | "day") {
      const query = { ...WINDOW, groupBy: [groupBy] };
      return durationStatistics(query, await store.statisticsSource({ projectId, ...query }), 0);
    }

    async function exactly(store: Store, projectId: string, groupBy: "phase" | "day") {
      const durations = await store.readDurations({ projectId, ...WINDOW });
      return durationStatistics({ ...WINDOW, groupBy: [groupBy] }, { durations }, 0);
    }

    const counted = ({ groups, outcomes, excluded, failureCauses }: DurationStatistics) => ({
      groups: groups.map(({ key, n, mean, histogram, criticalMs }) => [key, n, mean, histogram, criticalMs]),
      outcomes,
      excluded,
      failureCauses,
    });

    test("answer as its services' deployments do: due, taken in, and corrected since", async () => {
      const { projectId, store } = await filled(8);
      const same = async () => {
        await expectProjectDays(store, projectId);
        for (const groupBy of ["phase", "day"] as const) {
          expect(counted(await statistics(store, projectId, groupBy))).toEqual(
            counted(await exactly(store, projectId, groupBy)),
          );
        }
      };
      await same();
      expect(await store.foldProjectDays({ projectId })).toEqual({ folded: 8 * DAYS, days: DAYS });
      await same();
      // A late failure, and a deployment on a day that is taken in.
      const late = eventFacts(
        event(FIRST + 10 * HOUR, "start to deploy service"),
        event(FIRST + 10 * HOUR + 5_000, "Failed to start service svc."),
      );
      await store.ingest({ projectId, serviceId: "service-3", facts: late });
      expect((await store.readProjectDays({ projectId })).due).toBe(1);
      await same();
      expect(await store.foldProjectDays({ projectId })).toEqual({ folded: 1, days: 1 });
      await same();
      expect((await store.readProjectDays({ projectId })).due).toBe(0);
    });

    test("answer with one read of the table's days, however many services there are", async () => {
      const { projectId, store } = await filled(9);
      await store.foldProjectDays({ projectId });
      const requests: unknown[] = [];
      const counting = open(({ operation, input, send }) => {
        requests.push([operation, input.IndexName ?? null]);
        return send();
      });
      expect((await statistics(counting, projectId, "phase")).total.n).toBe(9 * DAYS * A_DAY);
      expect(requests).toEqual([
        ["GetItem", null],
        ["Query", null],
        ["Query", null],
      ]);
    });

    test("of which a window cuts one off are read of the services, that day alone", async () => {
      const { projectId, store } = await filled(9);
      await store.foldProjectDays({ projectId });
      const window = { fromMs: FIRST + 3 * HOUR, toMs: WINDOW.toMs };
      const query = { ...window, groupBy: ["phase"] as const };
      const read = durationStatistics(query, await store.statisticsSource({ projectId, ...query }), 0);
      const durations = await store.readDurations({ projectId, ...window });
      expect(counted(read)).toEqual(counted(durationStatistics(query, { durations }, 0)));
      expect(read.total.n).toBe(9 * DAYS * A_DAY - 3);
    });

    test("that an older version would have counted twice are counted anew, wherever that stops", async () => {
      const { projectId, store } = await filled(3, 2);
      await store.foldProjectDays({ projectId });
      // A version without days of projects rewrites parts that are taken in; one of them is then folded again.
      for (const service of [0, 1]) {
        const startMs = FIRST + (service + 5) * HOUR;
        const facts = eventFacts(...wholeDeployment(startMs, `model-${service} 1.0.0`));
        await open(withoutShares).ingest({ projectId, serviceId: `service-${service}`, facts });
      }
      await store.rederive({ projectId, serviceId: "service-0" });
      await store.foldProjectDays({ projectId });
      await expect(expectProjectDays(store, projectId)).rejects.toThrow();
      const day = "2026-09-01";
      for (let writes = 0; ; writes++) {
        let left = writes;
        const dying = open(({ operation, send }) => {
          if (operation === "PutItem" && left-- === 0) throw new InjectedFault("died");
          return send();
        });
        const error = await dying.recountProjectDay({ projectId, day }).catch((reason: unknown) => reason);
        if (error === undefined) break;
        expect(isInjected(error)).toBe(true);
      }
      await expectProjectDays(store, projectId);
      const facts = eventFacts(...wholeDeployment(FIRST + 9 * HOUR, "model-1 1.0.0"));
      await store.ingest({ projectId, serviceId: "service-1", facts });
      await expectProjectDays(store, projectId);
      await store.foldProjectDays({ projectId });
      await expectProjectDays(store, projectId);
      await store.recountProjectDay({ projectId, day });
      await expectProjectDays(store, projectId);
    });

    test("are read of the services while their histories are derived by older rules", async () => {
      const { projectId, store } = await filled(8);
      const older = newProject();
      for (const serviceId of ["a", "b"]) {
        const facts = eventFacts(...wholeDeployment(FIRST), ...wholeDeployment(FIRST + HOUR));
        await open(withoutShares).ingest({ projectId: older, serviceId, facts });
      }
      await store.advanceDiscovery(older, { ...NEVER, derivedBy: DERIVATION_VERSION - 1 });
      expect((await store.readProjectDays({ projectId: older })).days).toEqual([]);
      const query = { ...WINDOW, groupBy: ["phase"] as const };
      const source = await store.statisticsSource({ projectId: older, ...query });
      expect(durationStatistics(query, source, 0).total.n).toBe(4);
      for (const serviceId of ["a", "b"]) await store.rederive({ projectId: older, serviceId });
      await expectProjectDays(store, older);
      await store.foldProjectDays({ projectId: older });
      await expectProjectDays(store, older);
      expect((await store.readProjectDays({ projectId })).days.length).toBe(DAYS);
    });

    test("read by a replica that lags behind are older or left to the services, never a mixture", async () => {
      const projectId = newProject();
      const store = open();
      const lagging = open(laggingReads(seededRandom(7), 0.6));
      let left = 0;
      let older = 0;
      for (let i = 0; i < 40; i++) {
        // A part that is due again after a fold that the replica has not seen, and one that such a fold took in.
        if (i % 2 === 1) await store.foldProjectDays({ projectId });
        const facts = eventFacts(...wholeDeployment(FIRST + (i % 20) * HOUR, `m ${i % 2}`, [i, 9, 9, 9, 9]));
        await store.ingest({ projectId, serviceId: `service-${Math.floor(i / 2) % 3}`, facts });
        if (i % 4 === 2) await store.foldProjectDays({ projectId });
        const { days, unsettled } = await lagging.readProjectDays({ projectId });
        const now = await store.readRollups({ projectId });
        const sum = (rollups: typeof days | typeof now) =>
          rollups.reduce((n, { rollup }) => n + (rollup.counts.get("success||all")?.deployments ?? 0), 0);
        left += unsettled.length;
        if (unsettled.length === 0) expect(sum(days)).toBeLessThanOrEqual(sum(now));
        if (unsettled.length === 0 && sum(days) < sum(now)) older += 1;
      }
      expect(left).toBeGreaterThan(0);
      expect(older).toBeGreaterThan(0);
      await expectProjectDays(store, projectId);
    });
  });
}
