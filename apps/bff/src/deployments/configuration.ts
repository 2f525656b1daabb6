import type { Configuration } from "@deploy-lens/api/configuration";
import { presentInstant } from "@deploy-lens/api/present-instant";
import type { UpdateLogEntry } from "@deploy-lens/core/wire-update-logs";

/** An update is logged when it is asked for; the deployment's first event may be stamped a little earlier or later. */
const LOG_LEEWAY_MS = 60_000;

/**
 * The update that a deployment carried out: the one in force when it began, `null` when the logs begin later. A service
 * that is started again uses what was set last.
 */
export function updateAt(updates: readonly UpdateLogEntry[], startedAtMs: number): UpdateLogEntry | null {
  return updates.findLast(({ updatedAtMs }) => updatedAtMs <= startedAtMs + LOG_LEEWAY_MS) ?? null;
}

/** An update as the API answers it. */
export function presentConfiguration({ updatedAtMs, result, models }: UpdateLogEntry): Configuration {
  return {
    updatedAt: presentInstant(updatedAtMs),
    result,
    models: models.map((model) => ({
      name: model.name,
      version: model.version,
      weightPercent: model.weightPercent,
      specification: model.specification,
      customSpecification: model.customSpecification,
      instanceCount: model.instanceCount,
    })),
  };
}
