import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";
import type { Deployment } from "@deploy-lens/core/vocabulary/deployment";
import { UPDATE_LEAD_MS } from "@deploy-lens/store/service-deployment";

/** An update may be stamped this long after the deployment that it causes, ms. */
const UPDATE_LAG_MS = 60_000;

/**
 * The update that a deployment carries out: the one stamped closest to its start, a minute away at most; of two equally close
 * ones the later. `null` when there is none, and always for a mere start, which sets no configuration.
 *
 * Looks at one deployment alone, so that what came before it makes no difference.
 */
export function configurationOf(
  { kind, startedAtMs }: Pick<Deployment, "kind" | "startedAtMs">,
  updates: readonly UpdateLogEntry[],
): UpdateLogEntry | null {
  if (kind === "start") return null;
  let closest: UpdateLogEntry | null = null;
  for (const update of updates) {
    const aheadMs = startedAtMs - update.updatedAtMs;
    if (aheadMs > UPDATE_LEAD_MS || -aheadMs > UPDATE_LAG_MS) continue;
    if (closest === null || compareCloseness(startedAtMs, update, closest) > 0) closest = update;
  }
  return closest;
}

function compareCloseness(startedAtMs: number, a: UpdateLogEntry, b: UpdateLogEntry): number {
  const difference = Math.abs(b.updatedAtMs - startedAtMs) - Math.abs(a.updatedAtMs - startedAtMs);
  return difference === 0 ? a.updatedAtMs - b.updatedAtMs : difference;
}
