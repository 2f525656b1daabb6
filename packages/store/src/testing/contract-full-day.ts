import { describe, expect, test } from "vitest";
import { mergeFacts, type ServiceFacts } from "../day/facts.ts";
import { decodeDayPart } from "../day/part.ts";
import { type Item, itemBytes } from "../table/attributes.ts";
import { MAX_ITEM_BYTES } from "../table/schema.ts";
import { expectExactRollups, expectSettled, recompute, storedRollups } from "./expected.ts";
import { deriveBy, derivingOnly, event, eventFacts, wholeDeployment } from "./feed.ts";
import type { Interceptor } from "./requests.ts";
import type { ContractSetup } from "./store-contract.ts";

const MIDNIGHT = Date.UTC(2026, 9, 5);
const GAP = 43_000;

/** Days that outgrow an item. */
export function fullDayContract({ newProject, open }: ContractSetup): void {
  describe("a full day", () => {
    const serviceId = "a-service";
    const derive = deriveBy(serviceId);
    const deployments = (count: number) =>
      Array.from({ length: count }, (_, i) =>
        wholeDeployment(MIDNIGHT + i * GAP, `recommendation-ranker ${i % 5}.1.0`, [
          3_000 + ((i * 7919) % 9_000),
          200 + ((i * 104_729) % 5_000),
          (i * 31) % 40,
          (i * 15_485_863) % 20_000,
          (i * 32_452_843) % 6_000,
        ]),
      );

    test("2,000 deployments, four hundred at a time: each counted once, over as many items as it takes", async () => {
      const service = { projectId: newProject(), serviceId };
      const sizes = new Map<string, number>();
      const store = open(measuring(sizes));
      const days = deployments(2_000);
      for (let i = 0; i < days.length; i += 400) {
        await store.ingest({
          ...service,
          facts: eventFacts(...days.slice(Math.max(0, i - 1), i + 400).flat()),
        });
      }
      const derived = derive(eventFacts(...days.flat()));
      expect(derived.length).toBe(2_000);
      expect(await storedRollups(store, service)).toEqual(recompute(derived));
      const { deployments: page } = await store.listDeployments({ ...service, limit: 2_500 });
      expect(page.map(({ id }) => id).reverse()).toEqual(derived.map(({ deployment }) => deployment.id));
      expect(sizes.size).toBeGreaterThan(1);
      expect(Math.max(...sizes.values())).toBeLessThan(MAX_ITEM_BYTES);
      const again = await store.ingest({ ...service, facts: eventFacts(...days.flat()) });
      expect(again.writes).toBe(0);
    });

    test("the same at once", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open();
      const facts = eventFacts(...deployments(2_000).flat());
      await store.ingest({ ...service, facts });
      expect(await storedRollups(store, service)).toEqual(recompute(derive(facts)));
      expect((await store.readEvents({ ...service, limit: 30_000, order: "asc" })).events).toEqual(
        mergeFacts([facts]).events,
      );
    });

    test("a correction reaches a deployment in a part that is sealed, and a removal too", async () => {
      const service = { projectId: newProject(), serviceId };
      const store = open(undefined, { maxPartBytes: 1_500 });
      const days = deployments(40);
      const seen: ServiceFacts[] = [];
      for (const events of days) {
        seen.push(eventFacts(...events));
        await store.ingest({ ...service, facts: eventFacts(...events) });
      }
      await expectSettled(store, service, seen, derive);
      for (const i of [0, 7, 25]) {
        const failed = eventFacts(event(MIDNIGHT + i * GAP + 100, "Failed to start service svc."));
        seen.push(failed);
        await store.ingest({ ...service, facts: failed });
        await expectSettled(store, service, seen, derive);
      }
      const none = derivingOnly(() => false);
      await store.rederive({ ...service, derive: none });
      await expectSettled(store, service, seen, deriveBy(serviceId, none));
      await store.rederive({ ...service });
      await expectSettled(store, service, seen, derive);
    });

    test("sixteen workers fill one day: the chain of parts does not tear", async () => {
      const service = { projectId: newProject(), serviceId };
      const days = deployments(48);
      const workers = Array.from({ length: 16 }, () =>
        open(undefined, { maxPartBytes: 2_500, retry: { maxAttempts: 200, maxDelayMs: 50, baseDelayMs: 5 } }),
      );
      await Promise.all(
        workers.map(async (store, worker) => {
          for (const i of [0, 1, 2]) {
            const own = days[worker * 3 + i] ?? [];
            const others = days[(worker * 3 + i + 1) % 48] ?? [];
            await store.ingest({ ...service, facts: eventFacts(...own, ...others) });
          }
        }),
      );
      const store = open();
      await expectExactRollups(store, service);
      await expectSettled(store, service, [eventFacts(...days.flat())], derive);
    });
  });
}

function measuring(sizes: Map<string, number>): Interceptor {
  return (request) => {
    const item = request.operation === "PutItem" ? putItem(request.input) : null;
    if (item?.sk?.S?.startsWith("day#") === true) {
      sizes.set(item.sk.S, itemBytes(item));
      decodeDayPart(item);
    }
    return request.send();
  };
}

/** The input of a PutItem contains the item that the store made. */
function putItem(input: Readonly<Record<string, unknown>>): Item {
  return input.Item as Item;
}
