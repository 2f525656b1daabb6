import type { UpdateLogEntry } from "../event/update-log.ts";
import type { Deployment } from "../vocabulary/deployment.ts";

/**
 * Maximum distance between an update's stamp and its deployment's first event, ms: two clocks and a queue between
 * them.
 */
export const UPDATE_DISTANCE_MS = 60_000;

/**
 * The update that a deployment carries out: the one stamped closest to its start, at most a minute away; of two
 * equally close ones the later, whatever the order in which they are listed. `null` if there is none, and always for a start, which sets no configuration.
 *
 * Considers one deployment alone, so that earlier ones make no difference.
 *
 * @example updateOf({ kind: "update", startedAtMs: 100_000 }, [early, { updatedAtMs: 99_000, result: "success",
 * models: [] }]); // { updatedAtMs: 99000, … }
 */
export function updateOf(
  { kind, startedAtMs }: Pick<Deployment, "kind" | "startedAtMs">,
  updates: readonly UpdateLogEntry[],
): UpdateLogEntry | null {
  if (kind === "start") return null;
  let closest: UpdateLogEntry | null = null;
  for (const update of updates) {
    if (Math.abs(update.updatedAtMs - startedAtMs) > UPDATE_DISTANCE_MS) continue;
    if (closest === null || compareCloseness(startedAtMs, update, closest) > 0) closest = update;
  }
  return closest;
}

function compareCloseness(startedAtMs: number, a: UpdateLogEntry, b: UpdateLogEntry): number {
  const difference = Math.abs(b.updatedAtMs - startedAtMs) - Math.abs(a.updatedAtMs - startedAtMs);
  if (difference !== 0) return difference;
  if (a.updatedAtMs !== b.updatedAtMs) return a.updatedAtMs - b.updatedAtMs;
  // Entries of one stamp: any order will do that does not depend on which was read first.
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
