import { derivationOf } from "@deploy-lens/analytics/pipeline/derivation";
import { deploymentDurations } from "@deploy-lens/core/durations";
import { utcDay } from "@deploy-lens/core/durations-day";
import { rollupOf } from "@deploy-lens/core/rollup";
import { encodeRollup } from "@deploy-lens/core/rollup-codec";
import { compareEvents, type ServiceEvent } from "@deploy-lens/core/service-event";
import type { Store } from "@deploy-lens/store/store";

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** What the table has of a service that a computation from all its events does not have so, or the other way round. */
export async function differences(
  store: Store,
  projectId: string,
  serviceId: string,
  events: readonly ServiceEvent[],
): Promise<{ readonly days: number; readonly found: readonly string[] }> {
  const service = { projectId, serviceId };
  const expected = events.toSorted(compareEvents);
  const derived = derivationOf(serviceId)({ events: expected, statuses: [], updates: [] });
  const byDay = Map.groupBy(derived, ({ deployment }) => utcDay(deployment.startedAtMs));
  const wanted = new Map(
    [...byDay].map(([day, list]) => [
      day,
      textOf(rollupOf(list.map(({ deployment }) => deploymentDurations(deployment)))),
    ]),
  );
  const stored = new Map((await store.readRollups(service)).map(({ day, rollup }) => [day, textOf(rollup)]));
  const days = [...new Set([...wanted.keys(), ...stored.keys()])];
  const found = days
    .filter((day) => wanted.get(day) !== stored.get(day))
    .map((day) => `${serviceId}: rollup of ${day}`);
  const kept = await store.readFacts({ ...service, ...ALWAYS });
  if (JSON.stringify(kept.events) !== JSON.stringify(expected)) {
    found.push(`${serviceId}: ${kept.events.length} events kept, not the ${expected.length}`);
  }
  return { days: days.length, found };
}

/** Every count and every bucket, in their one spelling. */
function textOf(rollup: Parameters<typeof encodeRollup>[0]): string {
  return JSON.stringify(encodeRollup(rollup));
}
