import type { ServiceEvent, Severity } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { pack, unpack } from "../table/packed.ts";
import type { ServiceFacts } from "./facts.ts";

/**
 * Facts in the form that is packed: each text once, and events as pairs of (ms since the event before, place of the text).
 */
type FactsRecord = readonly [
  texts: readonly (readonly [severity: Severity, message: string])[],
  events: readonly number[],
  statuses: readonly (readonly [transitionAtMs: number, status: string])[],
  updates: readonly UpdateLogEntry[],
];

/** Packs facts: about 40 bytes for an event of a known text and 5 for the next ones like it. */
export function packFacts(facts: ServiceFacts): Uint8Array {
  const places = new Map<string, number>();
  const texts: [Severity, string][] = [];
  const events: number[] = [];
  let previousMs = 0;
  for (const { occurredAtMs, severity, message } of facts.events) {
    const key = `${severity}|${message}`;
    const place = places.get(key) ?? texts.push([severity, message]) - 1;
    places.set(key, place);
    events.push(occurredAtMs - previousMs, place);
    previousMs = occurredAtMs;
  }
  const statuses = facts.statuses.map(({ transitionAtMs, status }) => [transitionAtMs, status] as const);
  return pack([texts, events, statuses, facts.updates] satisfies FactsRecord);
}

/** Reverses {@link packFacts}. @throws Error for any other bytes. */
export function unpackFacts(bytes: Uint8Array): ServiceFacts {
  const [texts, events, statuses, updates] = factsRecord(unpack(bytes));
  return {
    events: eventsOf(texts, events),
    statuses: statuses.map(([transitionAtMs, status]) => ({ status, transitionAtMs })),
    updates,
  };
}

function eventsOf(texts: FactsRecord[0], pairs: readonly number[]): ServiceEvent[] {
  const events: ServiceEvent[] = [];
  let occurredAtMs = 0;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    occurredAtMs += pairs[i] ?? 0;
    const text = texts[pairs[i + 1] ?? -1];
    if (text === undefined) throw new Error(`event ${i / 2} refers to a text that is not there`);
    events.push({ occurredAtMs, severity: text[0], message: text[1] });
  }
  return events;
}

/** Guarantee: the bytes come from {@link packFacts}, because items of another format are refused before unpacking. */
function factsRecord(value: unknown): FactsRecord {
  return value as FactsRecord;
}
