import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { updateOf } from "@deploy-lens/core/derive/update";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import { type StoredDeployment, withEvidence } from "./evidence.ts";
import { dayOf, type ServiceRef } from "./keys.ts";
import { StaleReadError } from "./retry.ts";
import {
  assertSettled,
  deploymentsOf,
  factsOf,
  newestStartedBy,
  readDays,
  type ServiceDay,
} from "./service-days.ts";
import { type Derive, UPDATE_LEAD_MS } from "./service-deployment.ts";
import { mergeFacts, NO_FACTS, type ServiceFacts } from "./service-facts.ts";
import type { TableClient } from "./table-client.ts";

/** A stretch of a service's time, as stored and as its facts say. Half-open, epoch ms. */
export interface ServiceStretch {
  readonly fromMs: number;
  /** Whether it begins in the prelude, before the first deployment; else with the start of one. */
  readonly fromPrelude: boolean;
  /** The start of a deployment, or infinity. */
  readonly toMs: number;
  /** Every stored day that the stretch touches, as of now. */
  readonly days: readonly ServiceDay[];
  /** The stored facts and the new ones. */
  readonly facts: ServiceFacts;
  /** Every deployment that started in the stretch. */
  readonly derived: readonly StoredDeployment[];
  /** The events of the stretch, with what their texts mean. */
  readonly events: readonly ClassifiedEvent[];
}

/** A span of time, epoch ms, both ends included. */
export interface TimeSpan {
  readonly oldestMs: number;
  readonly newestMs: number;
}

/** What to derive again: whatever may have changed within a span. */
export interface StretchInput extends TimeSpan {
  readonly service: ServiceRef;
  /** New facts, and known ones. */
  readonly facts: ServiceFacts;
  /** Starts of deployments that the head knows, newest first; saves a query. */
  readonly likelyStartsMs: readonly number[];
  readonly derive?: Derive | undefined;
}

/**
 * Reads what the facts may change and derives it, no more: from the start of the deployment in which the oldest of them
 * falls, up to where a stored deployment after the newest of them comes out again as it is, or to the end.
 *
 * What happens in the millisecond of a begin may end the deployment before it, and so does a begin: hence the deployment to
 * start from began before the oldest fact, never with it.
 */
export async function deriveStretch(table: TableClient, input: StretchInput): Promise<ServiceStretch> {
  const likelyMs = input.likelyStartsMs.find((startMs) => startMs < input.oldestMs);
  if (likelyMs !== undefined) {
    const stretch = await deriveFrom(table, input, likelyMs);
    if (beginsStored(stretch)) return stretch;
  }
  const before = await newestStartedBy(table, input.service, input.oldestMs - 1);
  if (before === null) return { ...(await deriveFrom(table, input, input.oldestMs)), fromPrelude: true };
  const stretch = await deriveFrom(table, input, before.deployment.startedAtMs);
  if (beginsStored(stretch)) return stretch;
  throw new StaleReadError("The deployment to begin with was taken out by somebody else");
}

/** Whether the deployment with which the stretch begins is stored, as it was when its start was looked up. */
function beginsStored({ days, fromMs }: ServiceStretch): boolean {
  return deploymentsOf(days).some((one) => one.deployment.startedAtMs === fromMs);
}

async function deriveFrom(table: TableClient, input: StretchInput, fromMs: number): Promise<ServiceStretch> {
  const days: ServiceDay[] = [];
  let next: StoredDeployment | null = null;
  let isTried = false;
  for await (const day of readDays(table, input.service, {
    fromDay: firstDayFor(fromMs),
    consistent: true,
  })) {
    assertSettled(day);
    days.push(day);
    next ??= startedAfter(day, input.newestMs);
    if (next === null || isTried) continue;
    const { id, startedAtMs: toMs } = next.deployment;
    if (lastDayFor(toMs) > day.day) continue;
    isTried = true;
    const stretch = derivedFrom(days, input, fromMs, toMs);
    if (stretch.derived.some((one) => one.deployment.id === id)) {
      return { ...stretch, derived: stretch.derived.filter((one) => one.deployment.startedAtMs < toMs) };
    }
  }
  return derivedFrom(days, input, fromMs, Number.POSITIVE_INFINITY);
}

/** Derives the deployments that start from one time on, from what is stored up to another one and new facts. */
export function derivedFrom(
  days: readonly ServiceDay[],
  { service, facts, derive = deriveDeployments }: Pick<StretchInput, "service" | "facts" | "derive">,
  fromMs: number,
  toMs: number,
): ServiceStretch {
  const all = mergeFacts([factsOf(days), facts]);
  const within = factsFor(all, fromMs, toMs);
  const { deployments, outside } = derive({ serviceId: service.serviceId, ...within });
  const derived = deployments.map(({ deployment, configuration }) => ({ deployment, configuration }));
  return {
    fromMs,
    fromPrelude: false,
    toMs,
    days,
    facts: all,
    derived: withEvidence(derived, within),
    events: [...deployments.flatMap((one) => one.events), ...outside],
  };
}

/**
 * The stretch with more updates, without deriving again: an update sets a configuration, and changes nothing else.
 *
 * @param earlierStartMs When the deployment before the stretch started; minus infinity when there is none.
 * @returns `null` when an update may belong to a deployment outside the stretch, or to a day that was not read.
 */
export function withUpdates(
  stretch: ServiceStretch,
  updates: readonly UpdateLogEntry[],
  earlierStartMs: number,
): ServiceStretch | null {
  if (updates.length === 0) return stretch;
  const { fromMs, toMs } = stretch;
  const isWithin = ({ updatedAtMs: atMs }: UpdateLogEntry) =>
    atMs >= fromMs - UPDATE_LEAD_MS && atMs - UPDATE_LEAD_MS > earlierStartMs && atMs + UPDATE_LEAD_MS < toMs;
  if (!updates.every(isWithin)) return null;
  const facts = mergeFacts([stretch.facts, { ...NO_FACTS, updates }]);
  const derived = stretch.derived.map(({ deployment }) => ({
    deployment,
    configuration: updateOf(deployment, facts.updates),
  }));
  return { ...stretch, facts, derived: withEvidence(derived, factsFor(facts, fromMs, toMs)) };
}

/** The oldest day that deployments which start from a time on depend on. */
export function firstDayFor(fromMs: number): string {
  return dayOf(fromMs - UPDATE_LEAD_MS);
}

/** The newest day on which deployments that start before a time depend. */
export function lastDayFor(toMs: number): string {
  return dayOf(toMs + UPDATE_LEAD_MS);
}

/** What deployments that start from one time on, up to another one, depend on. */
function factsFor(facts: ServiceFacts, fromMs: number, toMs: number): ServiceFacts {
  const within = (atMs: number, leadMs: number) => atMs >= fromMs - leadMs && atMs <= toMs + leadMs;
  return {
    events: facts.events.filter((event) => within(event.occurredAtMs, 0)),
    statuses: facts.statuses.filter((status) => within(status.transitionAtMs, 0)),
    updates: facts.updates.filter((update) => within(update.updatedAtMs, UPDATE_LEAD_MS)),
  };
}

function startedAfter(day: ServiceDay, atMs: number): StoredDeployment | null {
  return deploymentsOf([day]).find((one) => one.deployment.startedAtMs > atMs) ?? null;
}
