import { EventList } from "@deploy-lens/api/events/events";
import { eventId, eventKey, mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createApp } from "../app.ts";
import { type MemoryWorld, memoryWorld } from "../testing/memory.ts";

const TEXTS = [
  "start to deploy service",
  "building image for model [mnist 1.0.0]",
  "model (mnist 1.0.0) build image success",
  "[resnet 2.0.0] pulling model image",
  "preparing environment",
  "nobody knows this text",
];

/** Most times fall where the events are. */
const someTime = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1_000, max: 1_012 }) },
  { weight: 1, arbitrary: fc.integer({ min: 900, max: 1_200 }) },
);

/** Few different times, so that many events share one. */
const event: fc.Arbitrary<ServiceEvent> = fc.record({
  occurredAtMs: someTime,
  severity: fc.constantFrom("normal", "abnormal"),
  message: fc.constantFrom(...TEXTS),
});

const filter = fc.constantFrom(
  "",
  "&type=abnormal",
  "&phase=build_image,pull_image",
  "&model=mnist",
  "&from=1004",
  "&to=1006",
  "&from=1003&to=1009",
);

/** Changes between two pages: events arrive, early ones too, and the upstream drops some. */
const step = fc.record({
  arriving: fc.array(event, { maxLength: 4 }),
  forgetBeforeMs: fc.option(someTime, { nil: null }),
});

const scenario = fc.record({
  events: fc.array(event, { maxLength: 60 }),
  forgetBeforeMs: someTime,
  order: fc.constantFrom("asc", "desc"),
  limit: fc.integer({ min: 1, max: 12 }),
  filter,
  steps: fc.array(step, { maxLength: 5 }),
  /** Younger events have not been archived yet. */
  archivedBeforeMs: fc.constantFrom(1_004, 1_050, 2_000),
  upstreamPageSize: fc.constantFrom(3, 10, 1_000),
});

interface Listed {
  readonly id: string;
  readonly occurredAt: string;
}

function matches(query: string, one: ServiceEvent): boolean {
  const { occurredAtMs: at, message } = one;
  switch (query) {
    case "&type=abnormal":
      return one.severity === "abnormal";
    case "&phase=build_image,pull_image":
      return /building image|build image success|pulling/.test(message);
    case "&model=mnist":
      return message.includes("mnist");
    case "&from=1004":
      return at >= 1_004;
    case "&to=1006":
      return at < 1_006;
    case "&from=1003&to=1009":
      return at >= 1_003 && at < 1_009;
    default:
      return true;
  }
}

/** All events ever, split by who still has them: the upstream the recent ones, the archive those it has stored. */
function happen(
  world: MemoryWorld,
  all: readonly ServiceEvent[],
  { forgetBeforeMs, archivedBeforeMs }: { forgetBeforeMs: number; archivedBeforeMs: number },
): void {
  const archivedUntilMs = Math.max(archivedBeforeMs, forgetBeforeMs + 1);
  world.archivedEvents = all.filter(({ occurredAtMs }) => occurredAtMs < archivedUntilMs);
  // The upstream may have forgotten part of its oldest millisecond.
  world.upstreamEvents = all.filter(
    ({ occurredAtMs, message }) =>
      occurredAtMs > forgetBeforeMs || (occurredAtMs === forgetBeforeMs && message !== TEXTS[0]),
  );
}

test("pages never repeat an event, never lose one that was there throughout, and keep the order", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ({ events, order, limit, filter: query, steps, ...start }) => {
      const world = memoryWorld();
      world.pageSize = start.upstreamPageSize;
      let { forgetBeforeMs } = start;
      const { archivedBeforeMs } = start;
      let all = mergeEvents([events]);
      happen(world, all, { forgetBeforeMs, archivedBeforeMs });
      const wanted = mergeEvents([events])
        .filter((one) => matches(query, one))
        .map(eventId);
      const app = createApp({
        upstream: world.upstream,
        archive: async () => world.archive,
        auth: { mode: "off", projects: ["p"] },
        now: Date.now,
        log: () => undefined,
        settings: { cache: NO_CACHE, archiveCache: NO_CACHE },
      });
      const seen: Listed[] = [];
      let cursor = "";
      for (let page = 0; ; page++) {
        const answer = await app.request(
          `/api/v1/projects/p/services/s/events?order=${order}&limit=${limit}${query}${cursor}`,
        );
        expect(answer.status).toBe(200);
        const body = EventList.parse(await answer.json());
        expect(body.events.length).toBeLessThanOrEqual(limit);
        seen.push(...body.events);
        if (body.page.nextCursor === null) break;
        cursor = `&cursor=${body.page.nextCursor}`;
        const next = steps[page];
        if (next !== undefined) {
          forgetBeforeMs = Math.max(forgetBeforeMs, next.forgetBeforeMs ?? 0);
          all = mergeEvents([all, next.arriving]);
          happen(world, all, { forgetBeforeMs, archivedBeforeMs });
        }
        expect(page).toBeLessThan(200);
      }
      const ids = seen.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(wanted));
      const positions = seen.map(({ occurredAt, id }) => `${occurredAt}|${id}`);
      const sorted = positions.toSorted((a, b) => (a < b ? -1 : 1));
      expect(positions).toEqual(order === "asc" ? sorted : sorted.reverse());
    }),
    { numRuns: 1_500 },
  );
});

const NO_CACHE = { softMs: 0, hardMs: 0, negativeMs: 0, patienceMs: 1_000, loadTimeoutMs: 5_000 };

test("two thousand events in one millisecond, most of them in the archive alone", async () => {
  const world = memoryWorld();
  const events = Array.from(
    { length: 2_500 },
    (_, index): ServiceEvent => ({
      occurredAtMs: index < 2_400 ? 1_000 : 1_001,
      severity: "normal",
      message: `event ${index}`,
    }),
  );
  happen(world, events, { forgetBeforeMs: 1_001, archivedBeforeMs: 1_001 });
  const app = createApp({
    upstream: world.upstream,
    archive: async () => world.archive,
    auth: { mode: "off", projects: ["p"] },
    now: Date.now,
    log: () => undefined,
  });
  for (const order of ["asc", "desc"]) {
    const seen = new Set<string>();
    let cursor: string | null = null;
    let rows = 0;
    do {
      const more: string = cursor === null ? "" : `&cursor=${cursor}`;
      const answer = await app.request(
        `/api/v1/projects/p/services/s/events?order=${order}&limit=700${more}`,
      );
      const body = EventList.parse(await answer.json());
      rows += body.events.length;
      for (const { id } of body.events) seen.add(id);
      cursor = body.page.nextCursor;
    } while (cursor !== null);
    expect([order, rows, seen.size]).toEqual([order, 2_500, 2_500]);
    expect(new Set(events.map(eventKey)).size).toBe(2_500);
  }
});
