import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { claim } from "@deploy-lens/core/testing/claim";
import { never, sized } from "@deploy-lens/core/testing/figure";
import { createRandom } from "@deploy-lens/simulator/random";
import type { ScriptedService } from "@deploy-lens/simulator/service/scripted";
import * as z from "zod";
import type { App } from "./app.ts";
import { type RunningArchive, startApp, startArchive } from "./testing/running-app.ts";

const START_MS = Date.UTC(2026, 10, 20);
/** Longer than the cache's hard limit. */
const PAUSE_MS = 4_000;
const MAX_PAGES = 500;

type Random = ReturnType<typeof createRandom>;

// Lists read page by page while events arrive before, among and after those already read.
claim("Pages lose nothing and repeat nothing while events keep arriving", async (run) => {
  const runs = sized(run, 100, 1_000, 5_000);
  let nowMs = START_MS + 86_400_000;
  const archive = await startArchive();
  const { simulator, app, close } = await startApp({
    now: () => nowMs,
    simulator: { scenario: false },
    app: { archive: async () => archive.store, settings: { version: "1" } },
  });
  const lost: string[] = [];
  const doubled: string[] = [];
  const disordered: string[] = [];
  const random = createRandom(`cursors ${run.seed}`);
  for (let index = 0; index < runs; index += 1) {
    const service = simulator.addService({ name: `s${index}`, id: `s-${index}`, createdAtMs: START_MS });
    const story = await writeBeginning(service, archive, random);
    const read = await readWhileWriting(app, service, random, () => {
      nowMs += PAUSE_MS;
    });
    const name = `run ${index}, ${read.query}`;
    const seen = new Set(read.messages);
    const missing = story.filter((message) => !seen.has(message));
    if (missing.length > 0) lost.push(`${name}: ${missing.length} of ${story.length}, first ${missing[0]}`);
    if (seen.size < read.messages.length) doubled.push(`${name}: ${read.messages.length - seen.size}`);
    if (!read.inOrder) disordered.push(name);
    simulator.removeService("demo", service.id);
  }
  await Promise.all([close(), archive.close()]);
  return [
    never("interleavings in which an event is lost that was there throughout", lost, runs),
    never("interleavings in which an event comes twice", doubled, runs),
    never("interleavings in which pages are out of order", disordered, runs),
  ];
});

let written = 0;

/** A new event; some share a millisecond. */
function newEvent(random: Random, spreadMs: number): ServiceEvent {
  written += 1;
  const afterMs = random.between(0, 1) < 0.4 ? 1_000 : random.integer(0, spreadMs);
  return { occurredAtMs: START_MS + afterMs, severity: "normal", message: `event ${written}` };
}

/** Events before the first page: the oldest only in the archive, some in both, the rest only upstream. */
async function writeBeginning(
  service: ScriptedService,
  archive: RunningArchive,
  random: Random,
): Promise<readonly string[]> {
  const events = Array.from({ length: random.integer(1, 40) }, () => newEvent(random, 20_000)).toSorted(
    (a, b) => a.occurredAtMs - b.occurredAtMs,
  );
  // The platform deletes by age: what is gone is older than everything left.
  const seamMs = START_MS + random.integer(0, 3) * 1_000;
  const hasArchive = random.between(0, 1) < 0.3;
  if (hasArchive)
    await archive.keep(
      "demo",
      service.id,
      events.filter(({ occurredAtMs }) => occurredAtMs <= seamMs + 2_000),
    );
  service.emit(...(hasArchive ? events.filter(({ occurredAtMs }) => occurredAtMs >= seamMs) : events));
  return events.map(({ message }) => message);
}

const Page = z.object({
  events: z.array(z.object({ message: z.string(), occurredAt: z.string() })),
  page: z.object({ nextCursor: z.string().nullable() }),
});

async function readWhileWriting(app: App, service: ScriptedService, random: Random, pause: () => void) {
  const order = random.between(0, 1) < 0.5 ? "asc" : "desc";
  const query = `order=${order}&limit=${random.integer(1, 9)}`;
  const messages: string[] = [];
  const times: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const after: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await app.request(`/api/v1/projects/demo/services/${service.id}/events?${query}${after}`);
    const { events, page: position } = Page.parse(await answer.json());
    messages.push(...events.map(({ message }) => message));
    times.push(...events.map(({ occurredAt }) => occurredAt));
    cursor = position.nextCursor;
    if (cursor === null) break;
    // Never older than what the platform has deleted: it would not return such events.
    const news = Array.from({ length: random.integer(0, 4) }, () => newEvent(random, 25_000));
    service.emit(...news.map((event) => ({ ...event, occurredAtMs: event.occurredAtMs + 4_000 })));
    pause();
  }
  const sorted = order === "asc" ? times.toSorted() : times.toSorted().toReversed();
  return { query, messages, inOrder: cursor === null && times.every((time, at) => time === sorted[at]) };
}
