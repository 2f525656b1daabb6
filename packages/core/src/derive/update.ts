import type { UpdateLogEntry } from "../event/update-log.ts";
import type { Deployment } from "../vocabulary/deployment.ts";

/** How far an update's stamp and its deployment's first event may be apart, ms: two clocks, and a queue between. */
export const UPDATE_DISTANCE_MS = 60_000;

/**
 * The update that a deployment carries out: the one stamped closest to its start, a minute away at most; of two equally
 * close ones the later. `null` when there is none, and always for a mere start, which sets no configuration.
 *
 * @example
 * updateOf({ kind: "update", startedAtMs: 100_000 }, [early, { updatedAtMs: 99_000, result: "success", models: [] }]);
 * // { updatedAtMs: 99000, … }
 */
export function updateOf(
  { kind, startedAtMs }: Pick<Deployment, "kind" | "startedAtMs">,
  updates: readonly UpdateLogEntry[],
): UpdateLogEntry | null {
  if (kind === "start") return null;
  const distance = ({ updatedAtMs }: UpdateLogEntry) => Math.abs(updatedAtMs - startedAtMs);
  return updates
    .filter((update) => distance(update) <= UPDATE_DISTANCE_MS)
    .reduce<UpdateLogEntry | null>((closest, update) => {
      if (closest === null) return update;
      const difference = distance(closest) - distance(update);
      const later = update.updatedAtMs > closest.updatedAtMs;
      return difference > 0 || (difference === 0 && later) ? update : closest;
    }, null);
}
