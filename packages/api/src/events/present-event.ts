import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import { eventId } from "@deploy-lens/core/event/service-event";
import { presentInstant } from "../fields/present-instant.ts";
import type { Event } from "./events.ts";

/**
 * Presents an event.
 *
 * @example
 * presentEvent({ event, is: classify(event.message) }).occurredAt; // "2019-07-08T14:47:31.764Z"
 */
export function presentEvent({ event, classification }: ClassifiedEvent): Event {
  return {
    id: eventId(event),
    occurredAt: presentInstant(event.occurredAtMs),
    severity: event.severity,
    message: event.message,
    signal: classification.signal,
    phase: classification.phase,
    operation: classification.operation,
    model: classification.model,
    rule: classification.rule,
    attested: classification.attested,
    cause: classification.cause,
  };
}
