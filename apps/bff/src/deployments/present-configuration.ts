import type { Configuration } from "@deploy-lens/api/configuration";
import { presentInstant } from "@deploy-lens/api/present-instant";
import type { UpdateLogEntry } from "@deploy-lens/core/event/update-log";

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
