import type { Event } from "@deploy-lens/api/events/events";
import { presentEvent } from "@deploy-lens/api/events/present-event";
import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import type { Position } from "../paging/position.ts";

/** An event with its id, as lists hold it. */
export interface ListedEvent extends ClassifiedEvent {
  readonly id: string;
  /** What is answered of it: made once, for all who ask while the feed is kept. */
  readonly answer: Event;
}

/** Gives events their ids. */
export function listedEvents(events: readonly ClassifiedEvent[]): ListedEvent[] {
  return events.map((one) => {
    const answer = presentEvent(one);
    return { event: one.event, is: one.is, id: answer.id, answer };
  });
}

/** Events are listed by time, then by id. */
export function positionOf({ event, id }: ListedEvent): Position {
  return { key: event.occurredAtMs, id };
}
