import { describe, expect, test } from "vitest";
import type { Store } from "../store.ts";
import { expectFindings } from "./expected.ts";

import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";
import { dyingAt } from "./workers.ts";

const FIRST = Date.UTC(2026, 8, 1, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Findings of a service's history, brought up to date as deployments end. */
export function findingsContract({ newProject, open }: ContractSetup): void {
  describe("findings", () => {
    /** The nth deployment of a service that is deployed twice a day: from the sixtieth on it takes twice as long to start. */
    const nth = (n: number) =>
      wholeDeployment(FIRST + (n * DAY) / 2, "ranker 1.0.0", [
        4_000,
        20_000 + ((n * 7) % 5) * 300,
        6,
        56_000 + ((n * 3) % 7) * 400,
        (n < 60 ? 30_000 : 60_000) + ((n * 5) % 11) * 700,
      ]);

    async function ingest(store: Store, projectId: string, from: number, to: number): Promise<void> {
      for (let n = from; n < to; n++) {
        await store.ingest({ projectId, serviceId: "ranker", facts: eventFacts(...nth(n)) });
      }
    }

    async function stored(store: Store, projectId: string) {
      const services = await store.readFindings(projectId);
      return services.flatMap(({ findings }) => findings);
    }

    test("follow deployments one by one as they follow from all of them", async () => {
      const projectId = newProject();
      const store = open();
      await ingest(store, projectId, 0, 70);
      await store.foldProjectDays({ projectId });
      for (let n = 70; n < 80; n++) {
        await ingest(store, projectId, n, n + 1);
        await store.foldProjectDays({ projectId });
        await expectFindings(store, projectId);
      }
      const [finding, ...others] = await stored(store, projectId);
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ kind: "slower", phase: "start_model", state: "open" });
      expect(finding?.since.atMs).toBe(FIRST + 30 * DAY);
    });

    test("follow a deployment that late events took out of the statistics", async () => {
      const projectId = newProject();
      const store = open();
      await ingest(store, projectId, 0, 5);
      await store.foldProjectDays({ projectId });
      const [, , third] = (await store.readRecentRuns({ projectId, serviceId: "ranker" })).runs;
      const stop = event(FIRST + DAY + 60_000, "The service has been stopped.");
      await store.ingest({ projectId, serviceId: "ranker", facts: eventFacts(stop) });
      await store.foldProjectDays({ projectId });
      const { runs } = await store.readRecentRuns({ projectId, serviceId: "ranker" });
      expect(runs).toHaveLength(4);
      expect(runs.map(({ id }) => id)).not.toContain(third?.id);
      await expectFindings(store, projectId);
    });

    test("cost what the service's new days cost, not its history", async () => {
      const projectId = newProject();
      const store = open();
      await ingest(store, projectId, 0, 70);
      await store.foldProjectDays({ projectId });
      await ingest(store, projectId, 70, 71);
      const requests: string[] = [];
      const counting = open(({ operation, input, send }) => {
        if (JSON.stringify(input).includes("#findings")) requests.push(operation);
        return send();
      });
      await counting.foldProjectDays({ projectId });
      expect(requests).toEqual(["BatchGetItem", "PutItem", "PutItem"]);
    });

    test.each([1, 2, 3])("survive a fold that dies at write %i, and one beside it", async (write) => {
      const projectId = newProject();
      const store = open();
      await ingest(store, projectId, 0, 70);
      for (const when of ["before", "after"] as const) {
        await expect(open(dyingAt(write, when).interceptor).foldProjectDays({ projectId })).rejects.toThrow();
      }
      await Promise.all([store.foldProjectDays({ projectId }), open().foldProjectDays({ projectId })]);
      await store.foldProjectDays({ projectId });
      await expectFindings(store, projectId);
      expect(await stored(store, projectId)).toHaveLength(1);
    });
  });
}
