// Says how many bytes some work allocates; started by allocations.ts, with a young generation that nothing fills, so that no
// collection happens meanwhile, and without the compilers that leave allocations out when they find the time.
import { classify } from "@deploy-lens/core/classify";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { mergeEvents } from "@deploy-lens/core/event/service-event";
import { parseEventsAnswer, toServiceEvent } from "@deploy-lens/core/upstream/events";
import type { Allocations } from "./allocations.ts";
import { pageOfEvents } from "./feeds.ts";

const EVENTS = 1_000;
const PAGES = 20;

const page = pageOfEvents(EVENTS);
const answer = parseEventsAnswer(JSON.parse(page));
const events = answer.events.map(toServiceEvent);

const allocations: Allocations = {
  parseAndWrite: bytesOf(() => JSON.stringify(JSON.parse(page))),
  wirePage: bytesOf(() => JSON.stringify(parseEventsAnswer(JSON.parse(page)))),
  normalizedPage: bytesOf(() =>
    JSON.stringify(mergeEvents([parseEventsAnswer(JSON.parse(page)).events.map(toServiceEvent)])),
  ),
  classify: bytesOf(() => events.map(({ message }) => classify(message))),
  derive: bytesOf(() => deriveDeployments({ serviceId: answer.service_id, events })),
};
process.send?.(allocations);
process.disconnect?.();

/** Bytes allocated per event of the page. */
function bytesOf(work: () => unknown): number {
  for (let i = 0; i < PAGES; i++) work();
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let last: unknown;
  for (let i = 0; i < PAGES; i++) last = work();
  const { heapUsed } = process.memoryUsage();
  if (last === undefined || heapUsed < before) throw new Error("a collection came in between");
  return (heapUsed - before) / PAGES / EVENTS;
}
