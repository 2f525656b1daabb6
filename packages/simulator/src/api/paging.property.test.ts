import fc from "fast-check";
import { expect, test } from "vitest";
import { rows, startSimulator, TEST_NOW_MS } from "../testing/running-simulator.ts";
import type { SimulatedOffsets } from "./paging.ts";

/** Few distinct instants, so that pages end within ties. */
const feeds = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });

test.each<SimulatedOffsets>(["page", "row"])(
  "paging by %s gives each event once, in both orders",
  async (offsetMode) => {
    const { simulator, get } = await startSimulator({ offsetMode });

    await fc.assert(
      fc.asyncProperty(
        feeds,
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom("asc", "desc"),
        async (instants, limit, order) => {
          const { id } = simulator.addService({
            name: "paged",
            events: instants.map((instant, index) => ({
              occurredAtMs: TEST_NOW_MS - instant,
              severity: "normal",
              message: `event ${index}`,
            })),
          });
          const seen: { occur_time: unknown; event_info: unknown }[] = [];
          for (let page = 0; ; page++) {
            const offset = offsetMode === "page" ? page : page * limit;
            const query = `limit=${limit}&offset=${offset}&order=${order}`;
            const answer = await get(`/v1/demo/services/${id}/events?${query}`);
            const events = rows(answer, "events");
            expect(answer.body).toMatchObject({ count: events.length, total_count: instants.length });
            if (events.length === 0) break;
            seen.push(...events.map(({ occur_time, event_info }) => ({ occur_time, event_info })));
          }
          expect(seen.map(({ event_info }) => event_info).toSorted()).toEqual(
            instants.map((_, index) => `event ${index}`).toSorted(),
          );
          const times = seen.map(({ occur_time }) => Number(occur_time));
          expect(times).toEqual(times.toSorted((a, b) => (order === "asc" ? a - b : b - a)));
        },
      ),
      { numRuns: 60 },
    );
  },
);
