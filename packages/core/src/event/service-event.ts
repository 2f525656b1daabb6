import { fingerprint } from "../text/fingerprint.ts";

/** The platform's severity label. `warning` exists in newer feeds; an unrecognised label becomes `unknown`. */
export type Severity = "normal" | "warning" | "abnormal" | "unknown";

/**
 * One event of a service, in our own names.
 *
 * The upstream gives an event no id: its time, severity and text are its identity ({@link eventKey}).
 */
export interface ServiceEvent {
  /** Milliseconds since 1970-01-01T00:00:00Z, by the platform's clock. */
  readonly occurredAtMs: number;
  readonly severity: Severity;
  /** The platform's text, untouched. Treat it as hostile: it is user input by way of model names. */
  readonly message: string;
}

/**
 * The identity of an event within its service, equal across reads.
 *
 * Two identical texts within the same millisecond cannot be told apart and count as one.
 *
 * @example
 * eventKey({ occurredAtMs: 1562597251764, severity: "normal", message: "start to deploy service" });
 * // "1562597251764|normal|start to deploy service"
 */
export function eventKey(event: ServiceEvent): string {
  return `${event.occurredAtMs}|${event.severity}|${event.message}`;
}

/**
 * A short id of an event within its service, derived from its identity and stable across reads.
 *
 * @example
 * eventId({ occurredAtMs: 1562597251764, severity: "normal", message: "start to deploy service" });
 * // "1562597251764-" and eleven characters of [0-9a-z]
 */
export function eventId(event: ServiceEvent): string {
  return `${event.occurredAtMs}-${fingerprint(eventKey(event))}`;
}

/**
 * Merges any number of reads of one feed (pages, polls, stored events) into one list: each event once, oldest first.
 *
 * Ties are ordered by severity and text, so the result depends on the set of events alone, never on arrival.
 *
 * @example
 * mergeEvents([[b, a], [a, c]]); // [a, b, c]
 */
export function mergeEvents(reads: Iterable<Iterable<ServiceEvent>>): ServiceEvent[] {
  const events: ServiceEvent[] = [];
  for (const read of reads) {
    for (const event of read) events.push(event);
  }
  return withoutRepeats(events.sort(compareEvents), compareEvents);
}

/** Removes duplicates from an array that is sorted by the same comparison. */
export function withoutRepeats<Item>(sorted: readonly Item[], compare: (a: Item, b: Item) => number): Item[] {
  return sorted.filter((item, i) => {
    const before = sorted[i - 1];
    return before === undefined || compare(before, item) !== 0;
  });
}

/** Orders events by time, then by severity and text in code unit order. */
export function compareEvents(a: ServiceEvent, b: ServiceEvent): number {
  return (
    a.occurredAtMs - b.occurredAtMs ||
    compareText(a.severity, b.severity) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
