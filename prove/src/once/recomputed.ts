import type { ServiceEvent } from "@deploy-lens/core/event/service-event";
import type { Store } from "@deploy-lens/store/store";
import type { TrueDeployment } from "./story.ts";
import { storedLines, trueRollups } from "./true-rollups.ts";

const ALWAYS = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** Where the table differs from what really happened: in any count or bucket of a day, or in any event. */
export async function differences(
  store: Store,
  projectId: string,
  serviceId: string,
  events: readonly ServiceEvent[],
  deployments: readonly TrueDeployment[],
): Promise<{ readonly days: number; readonly found: readonly string[] }> {
  const service = { projectId, serviceId };
  const wanted = trueRollups(deployments);
  const stored = new Map(
    (await store.readRollups(service)).map(({ day, rollup }) => [day, storedLines(rollup)]),
  );
  const days = [...new Set([...wanted.keys(), ...stored.keys()])];
  const found = days.flatMap((day) => {
    const [mine, theirs] = [new Set(wanted.get(day)), new Set(stored.get(day))];
    const differing = [...mine.symmetricDifference(theirs)];
    return differing.length === 0 ? [] : [`${serviceId}, ${day}: ${differing.join("; ")}`];
  });
  const kept = (await store.readFacts({ ...service, ...ALWAYS })).events;
  const missing = new Set(events.map(textOf)).symmetricDifference(new Set(kept.map(textOf)));
  if (missing.size > 0 || kept.length !== events.length) {
    found.push(`${serviceId}: ${kept.length} events stored, not the ${events.length}; ${[...missing][0]}`);
  }
  return { days: days.length, found };
}

function textOf({ occurredAtMs, severity, message }: ServiceEvent): string {
  return `${new Date(occurredAtMs).toISOString()} ${severity} ${message}`;
}
