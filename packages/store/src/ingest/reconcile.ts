import { type DayTarget, planDay } from "../day/chain.ts";
import { limitsFor, type StoreContext } from "../day/context.ts";
import { daysBefore, type StoredDeployment, UPDATE_LEAD_MS } from "../day/deployment.ts";
import { factsWhere, factTimes, mergeFacts, NO_FACTS, type ServiceFacts } from "../day/facts.ts";
import type { DayPart } from "../day/part.ts";
import { assertSettled, deploymentsOf, type ServiceDay } from "../day/read.ts";
import { toItem } from "../table/attributes.ts";
import type { TableClient } from "../table/client.ts";
import { dayOf, duePartition, projectDaySort, type ServiceRef } from "../table/keys.ts";
import { StaleReadError } from "../table/retry.ts";

/** The desired content of a span of a service's time. */
export interface Reconciliation {
  readonly service: ServiceRef;
  /** The span, epoch ms, half-open: `derived` replaces the deployments that started in it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Every stored day of the span, strongly consistent. */
  readonly days: readonly ServiceDay[];
  /** Facts to store; those that the days contain already may be omitted. */
  readonly facts: ServiceFacts;
  /** Every deployment that started in the span. */
  readonly derived: readonly StoredDeployment[];
}

/** The result of a write. */
export interface Changes {
  /** Number of items put; 0 if nothing was new. */
  readonly writes: number;
  readonly added: readonly StoredDeployment[];
  readonly changed: readonly StoredDeployment[];
  readonly removed: readonly StoredDeployment[];
}

/** The result if nothing was new. */
export const NO_CHANGES: Changes = { writes: 0, added: [], changed: [], removed: [] };

/**
 * Updates the stored days of a span to the derived state, with one conditional write for each part that differs.
 *
 * The newest day comes first: a deployment depends on facts of its own day and of later ones, so each is stored no
 * earlier than the facts that it was derived from. There are two exceptions, stored before everything else: an update
 * stamped just before midnight, since it may belong to a deployment that began just after, and facts of the days
 * before a deployment that began beside an end.
 *
 * @throws StaleReadError if another writer changed one of the parts: read and derive again.
 */
export async function reconcile(context: StoreContext, work: Reconciliation): Promise<Changes> {
  for (const day of work.days) assertSettled(day);
  const limits = limitsFor(context, work.service);
  const inSpan = ({ deployment }: StoredDeployment) =>
    deployment.startedAtMs >= work.fromMs && deployment.startedAtMs < work.toMs;
  const before = deploymentsOf(work.days);
  const wanted = [...before.filter((one) => !inSpan(one)), ...work.derived];
  const wantedByDay = Map.groupBy(wanted, ({ deployment }) => dayOf(deployment.startedAtMs));
  const storedByDay = new Map(work.days.map(({ day, parts }) => [day, parts]));
  const days = new Set([...storedByDay.keys(), ...wantedByDay.keys(), ...factTimes(work.facts).map(dayOf)]);

  let writes = 0;
  const bringTo = async (target: DayTarget): Promise<void> => {
    const { day } = target;
    const parts = new Map((storedByDay.get(day) ?? []).map((part) => [part.part, part]));
    for (const { part, item, needsMark } of planDay([...parts.values()], target, limits)) {
      if (needsMark) await markDue(context.table, work.service, part);
      if (!(await context.table.put(item, part.revision))) {
        throw new StaleReadError(`Part ${part.part} of ${day} was changed by another writer`);
      }
      writes += 1;
      parts.set(part.part, part);
    }
    storedByDay.set(day, [...parts.values()]);
  };
  for (const [day, facts] of factsBeforehand(work)) {
    const deployments = (storedByDay.get(day) ?? []).flatMap((part) => part.deployments);
    await bringTo({ day, facts, deployments });
  }
  for (const day of [...days].sort().reverse()) {
    const facts = factsWhere(work.facts, (atMs) => dayOf(atMs) === day);
    await bringTo({ day, facts, deployments: wantedByDay.get(day) ?? [] });
  }
  return { writes, ...differences(before.filter(inSpan), work.derived) };
}

/** Facts, by day, that deployments of a later day may depend on. */
function factsBeforehand({ facts, derived }: Reconciliation): Map<string, ServiceFacts> {
  const starts = derived.map(({ deployment }) => deployment.startedAtMs);
  const mayBelong = (updatedAtMs: number) => (startMs: number) =>
    startMs > updatedAtMs && startMs - updatedAtMs <= UPDATE_LEAD_MS && dayOf(startMs) > dayOf(updatedAtMs);
  const updates = facts.updates.filter(({ updatedAtMs }) => starts.some(mayBelong(updatedAtMs)));
  const spans = daysBefore(derived);
  const isNeeded = (day: string) => spans.some(({ fromDay, beforeDay }) => day >= fromDay && day < beforeDay);
  const beforehand = mergeFacts([
    { ...NO_FACTS, updates },
    factsWhere(facts, (atMs) => isNeeded(dayOf(atMs))),
  ]);
  const days = new Set(factTimes(beforehand).map(dayOf));
  return new Map([...days].map((day) => [day, factsWhere(beforehand, (atMs) => dayOf(atMs) === day)]));
}

function differences(before: readonly StoredDeployment[], after: readonly StoredDeployment[]) {
  const textOf = ({ deployment, configuration }: StoredDeployment) =>
    JSON.stringify([deployment, configuration]);
  const old = new Map(before.map((one) => [one.deployment.id, textOf(one)]));
  const kept = new Set(after.map((one) => one.deployment.id));
  return {
    added: after.filter((one) => !old.has(one.deployment.id)),
    changed: after.filter((one) => (old.get(one.deployment.id) ?? textOf(one)) !== textOf(one)),
    removed: before.filter((one) => !kept.has(one.deployment.id)),
  };
}

/**
 * Marks a part before it is stored as due, so that there is never a due part without a mark, wherever the writer stops.
 *
 * @throws StaleReadError when a later revision is marked already: the part was written by somebody else.
 */
async function markDue(table: TableClient, service: ServiceRef, part: DayPart): Promise<void> {
  const key = {
    pk: duePartition(service.projectId),
    sk: projectDaySort(part.day, service.serviceId, part.part),
  };
  if (!(await table.putLatest(toItem({ ...key, revision: part.revision }), part.revision))) {
    throw new StaleReadError(`A later revision of part ${part.part} of ${part.day} is marked`);
  }
}
