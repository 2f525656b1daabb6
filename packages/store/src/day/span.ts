import type { ClassifiedEvent } from "@deploy-lens/core/classify/timeline";
import { deriveDeployments } from "@deploy-lens/core/derive";
import { updateOf } from "@deploy-lens/core/derive/update";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { TableClient } from "../table/client.ts";
import { dayOf, type ServiceRef } from "../table/keys.ts";
import { StaleReadError } from "../table/retry.ts";
import {
  type Derive,
  daysBefore,
  isBesideEnd,
  type StoredDeployment,
  UPDATE_LEAD_MS,
  withEvidence,
} from "./deployment.ts";
import { mergeFacts, NO_FACTS, type ServiceFacts } from "./facts.ts";
import { assertSettled, deploymentsOf, factsOf, newestStartedBy, readDays, type ServiceDay } from "./read.ts";

/** A span of a service's time with its stored days and the deployments derived from its facts. Half-open, epoch ms. */
export interface ServiceSpan {
  readonly fromMs: number;
  /**
   * True if it begins in the prelude, before the first deployment; otherwise it begins with the start of a
   * deployment.
   */
  readonly fromPrelude: boolean;
  /** The start of a deployment that does not begin beside an end, or infinity. */
  readonly toMs: number;
  /** Every stored day that the span touches, strongly consistent. */
  readonly days: readonly ServiceDay[];
  /** The stored facts and the new ones. */
  readonly facts: ServiceFacts;
  /** Every deployment that started in the span. */
  readonly derived: readonly StoredDeployment[];
  /** The classified events of the span. */
  readonly events: readonly ClassifiedEvent[];
}

/** A span of time, epoch ms, both ends included. */
export interface TimeSpan {
  readonly oldestMs: number;
  readonly newestMs: number;
}

/** The span to derive again: whatever may have changed within it. */
export interface SpanInput extends TimeSpan {
  readonly service: ServiceRef;
  /** New facts, and known ones. */
  readonly facts: ServiceFacts;
  /** Starts of deployments recorded in the head, newest first; saves a query. */
  readonly likelyStartsMs: readonly number[];
  readonly derive?: Derive | undefined;
}

/**
 * Reads and derives what the facts may change, and no more: from the start of the deployment that contains the oldest
 * of them, to the first later deployment that comes out as it is stored, or to the end.
 *
 * An event in the millisecond of a begin may end the previous deployment, and so may the begin itself. So the span
 * starts with a deployment that began before the oldest fact, never with it, and not beside an end, because what that
 * ended belongs to the deployment before. For the same reason the span does not end with one that began beside an
 * end.
 */
export async function deriveSpan(table: TableClient, input: SpanInput): Promise<ServiceSpan> {
  const likelyMs = input.likelyStartsMs.find((startMs) => startMs < input.oldestMs);
  if (likelyMs !== undefined) {
    const span = await deriveFrom(table, input, likelyMs);
    if (beginsStored(span)) return settledSpan(table, input, span);
  }
  const before = await newestStartedBy(table, input.service, input.oldestMs - 1);
  if (before === null) {
    const span = { ...(await deriveFrom(table, input, input.oldestMs)), fromPrelude: true };
    await assertUnchanged(table, input.service, span);
    return span;
  }
  const span = await deriveFrom(table, input, before.deployment.startedAtMs);
  if (beginsStored(span)) return settledSpan(table, input, span);
  throw new StaleReadError("Another writer removed the first deployment");
}

/** The span, extended to an earlier start if it begins beside an end. */
async function settledSpan(table: TableClient, input: SpanInput, span: ServiceSpan): Promise<ServiceSpan> {
  if (isBesideEnd(span.facts, span.fromMs)) {
    return deriveSpan(table, { ...input, oldestMs: span.fromMs });
  }
  await assertUnchanged(table, input.service, span);
  return span;
}

/**
 * Checks that earlier days on which deployments of the span depend have not changed since they were read. The later
 * days were read after them, and may hold results of more facts.
 *
 * @throws StaleReadError if they changed.
 */
export async function assertUnchanged(
  table: TableClient,
  service: ServiceRef,
  { days, derived }: ServiceSpan,
): Promise<void> {
  const spans = daysBefore(derived);
  if (spans.length === 0) return;
  const revisions = new Map(days.map((day) => [day.day, revisionsOf(day)]));
  for (const { fromDay, beforeDay } of spans) {
    for await (const day of readDays(table, service, { fromDay, toDay: beforeDay, consistent: true })) {
      if (day.day < beforeDay && revisions.get(day.day) !== revisionsOf(day)) {
        throw new StaleReadError(`The day ${day.day} was written while later days were read`);
      }
    }
  }
}

function revisionsOf({ parts }: ServiceDay): string {
  return parts.map(({ revision }) => revision).join();
}

/** True if the span's first deployment is still stored as it was when its start was looked up. */
function beginsStored({ days, fromMs }: ServiceSpan): boolean {
  return deploymentsOf(days).some((one) => one.deployment.startedAtMs === fromMs);
}

async function deriveFrom(table: TableClient, input: SpanInput, fromMs: number): Promise<ServiceSpan> {
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
    const span = derivedFrom(days, input, fromMs, toMs);
    if (span.derived.some((one) => one.deployment.id === id)) {
      return { ...span, derived: span.derived.filter((one) => one.deployment.startedAtMs < toMs) };
    }
  }
  return derivedFrom(days, input, fromMs, Number.POSITIVE_INFINITY);
}

/** Derives the deployments that start in a range of time from stored and new facts. */
export function derivedFrom(
  days: readonly ServiceDay[],
  { service, facts, derive = deriveDeployments }: Pick<SpanInput, "service" | "facts" | "derive">,
  fromMs: number,
  toMs: number,
): ServiceSpan {
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
 * The span with more updates, without deriving again: an update only sets a configuration.
 *
 * @param earlierStartMs Start of the deployment before the span; minus infinity if there is none.
 * @returns `null` if an update may belong to a deployment outside the span, or to a day that was not read.
 */
export function withUpdates(
  span: ServiceSpan,
  updates: readonly UpdateLogEntry[],
  earlierStartMs: number,
): ServiceSpan | null {
  if (updates.length === 0) return span;
  const { fromMs, toMs } = span;
  const isWithin = ({ updatedAtMs: atMs }: UpdateLogEntry) =>
    atMs >= fromMs - UPDATE_LEAD_MS && atMs - UPDATE_LEAD_MS > earlierStartMs && atMs + UPDATE_LEAD_MS < toMs;
  if (!updates.every(isWithin)) return null;
  const facts = mergeFacts([span.facts, { ...NO_FACTS, updates }]);
  const derived = span.derived.map(({ deployment }) => ({
    deployment,
    configuration: updateOf(deployment, facts.updates),
  }));
  return { ...span, facts, derived: withEvidence(derived, factsFor(facts, fromMs, toMs)) };
}

/** The oldest day that deployments starting at or after a time depend on. */
export function firstDayFor(fromMs: number): string {
  return dayOf(fromMs - UPDATE_LEAD_MS);
}

/** The newest day that deployments starting before a time depend on. */
export function lastDayFor(toMs: number): string {
  return dayOf(toMs + UPDATE_LEAD_MS);
}

/** The facts that deployments starting in a range depend on. */
function factsFor(facts: ServiceFacts, fromMs: number, toMs: number): ServiceFacts {
  const within = (atMs: number, leadMs: number) => atMs >= fromMs - leadMs && atMs <= toMs + leadMs;
  return {
    events: facts.events.filter((event) => within(event.occurredAtMs, 0)),
    statuses: facts.statuses.filter((status) => within(status.transitionAtMs, 0)),
    updates: facts.updates.filter((update) => within(update.updatedAtMs, UPDATE_LEAD_MS)),
  };
}

/** A possible end of a span: the first deployment after a time that does not depend on the one before it. */
function startedAfter(day: ServiceDay, atMs: number): StoredDeployment | null {
  const facts = factsOf([day]);
  const isSettled = (startMs: number) => startMs > atMs && !isBesideEnd(facts, startMs);
  return deploymentsOf([day]).find((one) => isSettled(one.deployment.startedAtMs)) ?? null;
}
