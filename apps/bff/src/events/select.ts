import type { EventsRequest } from "@deploy-lens/api/events/events-query";
import { matchesModel } from "@deploy-lens/core/vocabulary/matches-model";
import type { ListedEvent } from "../upstream/listed-event.ts";

export type EventsSelection = Omit<EventsRequest, "limit" | "cursor">;

/** Everything a cursor must agree with. */
export function eventSelectionKey(serviceId: string, selection: EventsSelection): readonly unknown[] {
  const { type, from, to, phase, signal, model, order } = selection;
  return [
    "events",
    serviceId,
    type?.toSorted(),
    from,
    to,
    phase?.toSorted(),
    signal?.toSorted(),
    model,
    order,
  ];
}

export function isEventSelected({ event, classification }: ListedEvent, selection: EventsSelection): boolean {
  const { type, from, to, phase, signal, model } = selection;
  if (from !== undefined && event.occurredAtMs < from) return false;
  if (to !== undefined && event.occurredAtMs >= to) return false;
  if (type !== undefined && !type.includes(event.severity)) return false;
  if (phase !== undefined && (classification.phase === null || !phase.includes(classification.phase)))
    return false;
  if (signal !== undefined && !signal.includes(classification.signal)) return false;
  return model === undefined || (classification.model !== null && matchesModel(model, classification.model));
}
