import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import { uuidOf } from "./ids.ts";
import {
  type DeployedModel,
  happenedBy,
  latestBy,
  type ServiceUpdate,
  type SimulatedService,
  type StatusTransition,
} from "./index.ts";
import { DEMO_PROJECT_ID } from "./sample.ts";

/** A service with given events and statuses. */
export interface ScriptedServiceOptions {
  readonly name: string;
  /** Default: a UUID made from project and name. */
  readonly id?: string;
  /** Default `demo`. */
  readonly projectId?: string;
  readonly description?: string;
  /** In any order. An event in the clock's future appears when its time comes. */
  readonly events?: readonly ServiceEvent[];
  /** In any order. Before the first the service is `pending`. */
  readonly transitions?: readonly StatusTransition[];
  readonly updates?: readonly ServiceUpdate[];
  readonly models?: readonly DeployedModel[];
  /** Default: the time of its first event or transition, or 0. */
  readonly createdAtMs?: number;
  /** `true`: exempt from the month after which events are cleared. */
  readonly keepsEvents?: boolean;
}

/** A scripted service and the ways to change it. */
export interface ScriptedService extends SimulatedService {
  /** Adds events; they may be late. */
  emit(...events: readonly ServiceEvent[]): void;
  /** Adds a change of status. */
  changeStatus(transition: StatusTransition): void;
  /** Adds an entry to the update logs; one with the same `updatedAtMs` replaces it. */
  logUpdate(update: ServiceUpdate): void;
}

/**
 * Creates a service with exactly these events and statuses.
 *
 * @example const service = createScriptedService({ name: "mine" }); service.emit({ occurredAtMs: 1562597251764,
 * severity: "normal", message: "start to deploy service" });
 */
export function createScriptedService(options: ScriptedServiceOptions): ScriptedService {
  const { name, projectId = DEMO_PROJECT_ID, models = [] } = options;
  const events = sortByTime(options.events ?? [], (event) => event.occurredAtMs);
  const transitions = sortByTime(options.transitions ?? [], ({ atMs }) => atMs);
  const updates = sortByTime(options.updates ?? [], ({ updatedAtMs }) => updatedAtMs);
  const firstMs = Math.min(
    events[0]?.occurredAtMs ?? Number.POSITIVE_INFINITY,
    transitions[0]?.atMs ?? Number.POSITIVE_INFINITY,
  );
  const createdAtMs = options.createdAtMs ?? (Number.isFinite(firstMs) ? firstMs : 0);

  return {
    id: options.id ?? uuidOf("scripted", projectId, name),
    projectId,
    name,
    description: options.description ?? "",
    keepsEvents: options.keepsEvents ?? false,
    createdAtMs,
    events: (nowMs) => happenedBy(events, nowMs, ({ occurredAtMs }) => occurredAtMs),
    transition: (nowMs) =>
      latestBy(transitions, nowMs, ({ atMs }) => atMs) ?? { atMs: createdAtMs, status: "pending" },
    configuration: () => ({ sinceMs: createdAtMs, models }),
    updates: (nowMs) => happenedBy(updates, nowMs, ({ updatedAtMs }) => updatedAtMs),
    attempts: () => [],
    emit(...more) {
      events.push(...more);
      events.sort((a, b) => a.occurredAtMs - b.occurredAtMs);
    },
    changeStatus(transition) {
      transitions.push(transition);
      transitions.sort((a, b) => a.atMs - b.atMs);
    },
    logUpdate(update) {
      const known = updates.findIndex(({ updatedAtMs }) => updatedAtMs === update.updatedAtMs);
      if (known >= 0) updates.splice(known, 1);
      updates.push(update);
      updates.sort((a, b) => a.updatedAtMs - b.updatedAtMs);
    },
  };
}

function sortByTime<T>(items: readonly T[], timeOf: (item: T) => number): T[] {
  return items.toSorted((a, b) => timeOf(a) - timeOf(b));
}
