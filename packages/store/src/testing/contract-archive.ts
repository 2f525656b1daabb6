import { mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { describe, expect, test } from "vitest";
import type { StoredEventsQuery } from "../lists/events.ts";
import type { Store } from "../store.ts";
import { event, eventFacts, wholeDeployment } from "./feed.ts";
import type { ContractSetup } from "./store-contract.ts";

const FIRST = Date.UTC(2026, 8, 1, 22);
const HOUR = 3_600_000;

/** The archive: every event ever ingested, in either order, page by page. */
export function archiveContract({ newProject, open }: ContractSetup): void {
  describe("events", () => {
    const serviceId = "a-service";

    async function pages(
      store: Store,
      query: StoredEventsQuery,
      between = async () => undefined as unknown,
    ): Promise<ServiceEvent[]> {
      const found: ServiceEvent[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.readEvents({ ...query, cursor });
        expect(page.events.length).toBeLessThanOrEqual(query.limit ?? 1_000);
        found.push(...page.events);
        cursor = page.nextCursor;
        await between();
      } while (cursor !== null);
      return found;
    }

    test("come back as they were, either way round, in any range and page size", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const starts = [0, 1, 2, 26, 300].map((hours) => FIRST + hours * HOUR);
      const odd: ServiceEvent[] = [
        { occurredAtMs: FIRST + 5, severity: "unknown", message: "｡◕‿◕｡ \u0000 <script>" },
        { occurredAtMs: FIRST + 5, severity: "abnormal", message: "" },
        { occurredAtMs: FIRST + 5, severity: "warning", message: "" },
      ];
      const all = mergeEvents([...starts.map((startMs) => wholeDeployment(startMs)), odd]);
      await store.ingest({ ...service, facts: eventFacts(...all) });
      for (const limit of [1, 7, 1_000]) {
        expect(await pages(store, { ...service, order: "asc", limit })).toEqual(all);
        expect(await pages(store, { ...service, order: "desc", limit })).toEqual(all.toReversed());
      }
      const range = { fromMs: FIRST + 24, toMs: FIRST + 26 * HOUR };
      const inside = all.filter(({ occurredAtMs: atMs }) => atMs >= range.fromMs && atMs < range.toMs);
      expect(inside.length).toBe(29);
      expect(await pages(store, { ...service, ...range, order: "asc", limit: 5 })).toEqual(inside);
      expect(await pages(store, { ...service, ...range, limit: 5 })).toEqual(inside.toReversed());
    });

    test("a thousand events in one millisecond: none lost, none twice", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const all = mergeEvents([Array.from({ length: 1_000 }, (_, i) => event(FIRST, `noise ${i}`))]);
      for (let i = 0; i < 1_000; i += 250) {
        await store.ingest({
          ...service,
          facts: eventFacts(...all.slice(Math.max(0, i - 50), i + 250)),
        });
      }
      expect(await pages(store, { ...service, order: "asc", limit: 64 })).toEqual(all);
      expect(await pages(store, { ...service, limit: 999 })).toEqual(all.toReversed());
    });

    test("pages hold still while events arrive before and after them", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const there = Array.from({ length: 30 }, (_, i) => event(FIRST + i * HOUR, `there ${i}`));
      await store.ingest({ ...service, facts: eventFacts(...there) });
      let arrived = 0;
      const found = await pages(store, { ...service, order: "asc", limit: 4 }, async () => {
        arrived += 1;
        const late = [event(FIRST - 1, `early ${arrived}`), event(FIRST + 15 * HOUR, `middle ${arrived}`)];
        await store.ingest({ ...service, facts: eventFacts(...late) });
      });
      expect(found.filter(({ message }) => message.startsWith("there"))).toEqual(there);
      expect(new Set(found.map(({ message }) => message)).size).toBe(found.length);
    });
  });
}
