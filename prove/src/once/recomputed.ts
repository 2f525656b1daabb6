import { derivationOf } from "@deploy-lens/analytics/derive/derivation";
import { deploymentDurations } from "@deploy-lens/core/durations";
import { utcDay } from "@deploy-lens/core/durations/day";
import { compareEvents, type ServiceEvent } from "@deploy-lens/core/event/service-event";
import { rollupOf, rollupText } from "@deploy-lens/core/rollup";
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
      rollupText(rollupOf(list.map(({ deployment }) => deploymentDurations(deployment)))),
    ]),
  );
  const stored = new Map(
    (await store.readRollups(service)).map(({ day, rollup }) => [day, rollupText(rollup)]),
  );
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
