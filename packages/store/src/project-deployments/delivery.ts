import { type DeliveryAttempt, deliveryAttempt } from "@deploy-lens/core/delivery";
import type { Rollup } from "@deploy-lens/core/rollup";
import { placeInWindow } from "@deploy-lens/core/statistics/window";
import type { ReadContext } from "../day/context.ts";
import { DEPLOYMENTS_ATTRIBUTES, decodeDeployments } from "../day/part.ts";
import { readStoredParts, type StatisticsScope, type StoredRollup } from "../statistics/rollups.ts";
import { dayOf } from "../table/keys.ts";

/** Deployments that started in a half-open range, epoch ms. */
export interface StoredDeliveryQuery extends StatisticsScope {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of a project, too: every attempt, not only those around failures. */
  readonly everyAttempt: boolean;
}

/**
 * Reads what the time to recover and the time lost in failed attempts rest on: of one service all its attempts; of a
 * project, unless every attempt is wanted, those of the parts of days that hold a failure, or the first success after one.
 */
export async function readDeliveryAttempts(
  context: ReadContext,
  query: StoredDeliveryQuery,
): Promise<readonly DeliveryAttempt[]> {
  const { projectId, serviceId = null, fromMs, toMs, everyAttempt } = query;
  const parts: StoredRollup[] = [];
  const range = { projectId, serviceId, firstDay: dayOf(fromMs), lastDay: dayOf(toMs) };
  for await (const page of readStoredParts(context, range)) {
    parts.push(...page.filter((part) => placeInWindow(part, query) !== "outside"));
  }
  const needed =
    serviceId === null && !everyAttempt
      ? [...Map.groupBy(parts, (part) => part.serviceId).values()].flatMap(whereBroken)
      : parts;
  const items = await context.table.getAll(
    needed.flatMap(({ keys }) => keys),
    DEPLOYMENTS_ATTRIBUTES,
  );
  return items
    .flatMap(decodeDeployments)
    .map(deliveryAttempt)
    .filter(({ startedAtMs }) => startedAtMs >= fromMs && startedAtMs < toMs)
    .sort((a, b) => a.startedAtMs - b.startedAtMs || (a.serviceId < b.serviceId ? -1 : 1));
}

/** Of one service's parts, in order of days, those with a failure, and the ones up to the next success. */
function whereBroken(parts: readonly StoredRollup[]): readonly StoredRollup[] {
  let isBroken = false;
  // The parts of one day are in no order of time: they are needed together.
  return [...Map.groupBy(parts, ({ day }) => day).values()].flatMap((ofDay) => {
    const fails = ofDay.some(({ rollup }) => counts(rollup, "failure") || counts(rollup, "timed_out"));
    const succeeds = ofDay.some(({ rollup }) => counts(rollup, "success"));
    const isNeeded = fails || (isBroken && succeeds);
    // A day with both may end either way.
    isBroken = fails || (isBroken && !succeeds);
    return isNeeded ? ofDay : [];
  });
}

function counts(rollup: Rollup, outcome: "success" | "failure" | "timed_out"): boolean {
  for (const count of rollup.counts.values())
    if (count.scope === "all" && count.outcome === outcome) return true;
  return false;
}
