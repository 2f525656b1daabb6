import { eventKey, mergeEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { ServiceStatusObservation } from "@deploy-lens/core/vocabulary/status";

/**
 * Observations of a service, which never become untrue: the only input of derivation, and all that must not be lost.
 *
 * Facts only grow: merging two sets ({@link mergeFacts}) is commutative, associative and idempotent.
 */
export interface ServiceFacts {
  /** Oldest first, each once. */
  readonly events: readonly ServiceEvent[];
  /** Every observation of the service's status, oldest transition first, each once. */
  readonly statuses: readonly ServiceStatusObservation[];
  /** The service's updates, oldest first, one for each `updatedAtMs`. */
  readonly updates: readonly UpdateLogEntry[];
}

export const NO_FACTS: ServiceFacts = { events: [], statuses: [], updates: [] };

/**
 * Merges facts in any order, with any duplicates. Of two observations of one update the one with a result wins.
 *
 * @example
 * mergeFacts([{ ...NO_FACTS, events: [b] }, { ...NO_FACTS, events: [a, b] }]).events; // [a, b]
 */
export function mergeFacts(reads: Iterable<ServiceFacts>): ServiceFacts {
  const all = [...reads];
  const statuses = new Map<string, ServiceStatusObservation>();
  const updates = new Map<number, UpdateLogEntry>();
  for (const read of all) {
    for (const status of read.statuses) statuses.set(statusKey(status), status);
    for (const update of read.updates) {
      const known = updates.get(update.updatedAtMs);
      updates.set(update.updatedAtMs, known === undefined ? update : laterLook(known, update));
    }
  }
  return {
    events: mergeEvents(all.map((read) => read.events)),
    statuses: [...statuses.values()].sort(compareStatuses),
    updates: [...updates.values()].sort((a, b) => a.updatedAtMs - b.updatedAtMs),
  };
}

/** The facts that `known` lacks. */
export function factsBeyond(known: ServiceFacts, facts: ServiceFacts): ServiceFacts {
  const events = new Set(known.events.map(eventKey));
  const statuses = new Set(known.statuses.map(statusKey));
  const updates = new Map(known.updates.map((update) => [update.updatedAtMs, update]));
  return {
    events: facts.events.filter((event) => !events.has(eventKey(event))),
    statuses: facts.statuses.filter((status) => !statuses.has(statusKey(status))),
    updates: facts.updates.filter((update) => {
      const look = updates.get(update.updatedAtMs);
      return look === undefined || JSON.stringify(laterLook(look, update)) !== JSON.stringify(look);
    }),
  };
}

/** The time of each fact, epoch ms. */
export function factTimes(facts: ServiceFacts): number[] {
  return [
    ...facts.events.map((event) => event.occurredAtMs),
    ...facts.statuses.map((status) => status.transitionAtMs),
    ...facts.updates.map((update) => update.updatedAtMs),
  ];
}

/** The facts whose time satisfies a condition. */
export function factsWhere(facts: ServiceFacts, holds: (atMs: number) => boolean): ServiceFacts {
  return {
    events: facts.events.filter((event) => holds(event.occurredAtMs)),
    statuses: facts.statuses.filter((status) => holds(status.transitionAtMs)),
    updates: facts.updates.filter((update) => holds(update.updatedAtMs)),
  };
}

export function countFacts({ events, statuses, updates }: ServiceFacts): number {
  return events.length + statuses.length + updates.length;
}

function laterLook(a: UpdateLogEntry, b: UpdateLogEntry): UpdateLogEntry {
  const difference = resultRank(a) - resultRank(b);
  if (difference !== 0) return difference > 0 ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

function resultRank({ result }: UpdateLogEntry): number {
  switch (result) {
    case "unknown":
      return 0;
    case "running":
      return 1;
    case "success":
    case "failure":
      return 2;
    default:
      return result satisfies never;
  }
}

function statusKey({ status, transitionAtMs }: ServiceStatusObservation): string {
  return `${transitionAtMs}|${status}`;
}

function compareStatuses(a: ServiceStatusObservation, b: ServiceStatusObservation): number {
  const difference = a.transitionAtMs - b.transitionAtMs;
  if (difference !== 0) return difference;
  return a.status < b.status ? -1 : 1;
}
