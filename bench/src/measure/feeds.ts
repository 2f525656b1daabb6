import { toWireEvent, type WireEventsAnswer } from "@deploy-lens/core/upstream/events";
import { createScenario } from "@deploy-lens/simulator/demo/scenario";

/** One service's history, as the upstream would send it. */
export interface FeedText {
  readonly serviceId: string;
  /** JSON of an events answer with all of it, oldest first. */
  readonly json: string;
  readonly events: number;
}

/** 2026-11-01: histories must not change from day to day. */
const ANCHOR_MS = Date.UTC(2026, 10, 1);

/** Realistic histories of different services, from the simulator, the same every time; longer the more days. */
export function* feeds(services: number, days: number): Generator<FeedText> {
  const scenario = {
    seed: "bench",
    services,
    days,
    anchorMs: ANCHOR_MS,
    live: false,
    sample: false,
  } as const;
  for (const service of createScenario(scenario, ANCHOR_MS)) {
    const events = service.events(ANCHOR_MS).map(toWireEvent);
    const answer: WireEventsAnswer = {
      service_id: service.id,
      service_name: service.name,
      count: events.length,
      total_count: events.length,
      events,
    };
    yield { serviceId: service.id, json: JSON.stringify(answer), events: events.length };
  }
}

/** JSON of one full page of events. */
export function pageOfEvents(count: number): string {
  for (const { json, events } of feeds(12, 60)) {
    if (events < count) continue;
    const answer: WireEventsAnswer = JSON.parse(json);
    return JSON.stringify({ ...answer, count, total_count: count, events: answer.events.slice(0, count) });
  }
  throw new Error(`no service has ${count} events`);
}
