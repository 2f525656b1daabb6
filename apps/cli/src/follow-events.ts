import { setTimeout as sleep } from "node:timers/promises";
import type { Event } from "@deploy-lens/api/events/events";
import type { Client } from "@deploy-lens/client/call";
import { type ListEvents, listEvents } from "@deploy-lens/client/routes/events";
import { eachEvent } from "@deploy-lens/client/routes/pages";
import { interruption } from "@deploy-lens/command";

const POLL_MS = 2_000;

/** Maximum delay with which an event may still arrive, ms; each poll reaches back this far. */
const OVERLAP_MS = 60_000;

/** Prints the last events, oldest first, then each new one once, until the process is stopped. */
export async function followEvents(
  client: Client,
  request: ListEvents,
  last: number,
  print: (event: Event) => void,
): Promise<void> {
  const signal = interruption();
  try {
    const { events } = await listEvents(
      client,
      { ...request, order: "desc", limit: Math.min(last, 1_000) },
      { signal },
    );
    const seen = new Map<string, number>();
    for (const event of events.toReversed()) show(event, seen, print);
    // A poll must not bring up events older than the last N, even ones of the same millisecond.
    const sinceMs = seen.size === 0 ? Date.now() : Math.min(...seen.values()) + 1;
    for (;;) {
      await sleep(POLL_MS, undefined, { signal });
      const from = Math.max(0, sinceMs, newest(seen) - OVERLAP_MS);
      for await (const event of eachEvent(
        client,
        { ...request, from, order: "asc", limit: 1_000 },
        { signal },
      )) {
        show(event, seen, print);
      }
      forgetBefore(seen, newest(seen) - 2 * OVERLAP_MS);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function show(event: Event, seen: Map<string, number>, print: (event: Event) => void): void {
  if (seen.has(event.id)) return;
  seen.set(event.id, Date.parse(event.occurredAt));
  print(event);
}

function newest(seen: ReadonlyMap<string, number>): number {
  return Math.max(0, ...seen.values());
}

function forgetBefore(seen: Map<string, number>, limitMs: number): void {
  for (const [id, occurredAtMs] of seen) if (occurredAtMs < limitMs) seen.delete(id);
}
