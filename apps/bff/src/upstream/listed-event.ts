import type { Event } from "@deploy-lens/api/events/events";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import type { Position } from "../paging/position.ts";

/** An event with its id, as lists hold it. */
export interface ListedEvent extends ClassifiedEvent {
  readonly id: string;
  /** The API's view of it, created once and shared while the feed is cached. */
  readonly answer: Event;
}

/** Assigns ids to events. */
export function listedEvents(events: readonly ClassifiedEvent[]): ListedEvent[] {
  return events.map((classified) => {
    const answer = presentEvent(classified);
    return { event: classified.event, classification: classified.classification, id: answer.id, answer };
  });
}

/** Events are sorted by time, then id. */
export function positionOf({ event, id }: ListedEvent): Position {
  return { key: event.occurredAtMs, id };
}
