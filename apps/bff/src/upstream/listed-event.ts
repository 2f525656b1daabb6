import type { Event } from "@deploy-lens/api/events/events";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import type { Position } from "../paging/position.ts";

export interface ListedEvent extends ClassifiedEvent {
  readonly id: string;
  /** The API's view of it, created once and shared while the feed is cached. */
  readonly answer: Event;
}

export function listedEvents(events: readonly ClassifiedEvent[]): ListedEvent[] {
  return events.map((classified) => {
    const answer = presentEvent(classified);
    return { event: classified.event, classification: classified.classification, id: answer.id, answer };
  });
}

export function eventPosition({ event, id }: ListedEvent): Position {
  return { key: event.occurredAtMs, id };
}
