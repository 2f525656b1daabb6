import type { ClassifiedEvent } from "@deploy-lens/core/classified-event";
import { eventId } from "@deploy-lens/core/service-event";
import type { Position } from "../paging/position.ts";

/** An event with its id, as lists hold it. */
export interface ListedEvent extends ClassifiedEvent {
  readonly id: string;
}

/** Gives events their ids. */
export function listedEvents(events: readonly ClassifiedEvent[]): ListedEvent[] {
  return events.map((one) => ({ ...one, id: eventId(one.event) }));
}

/** Events are listed by time, then by id. */
export function positionOf({ event, id }: ListedEvent): Position {
  return { key: event.occurredAtMs, id };
}
