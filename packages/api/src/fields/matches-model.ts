import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";

/**
 * Returns true if a model version matches a `ModelFilter`.
 *
 * @example
 * matchesModel("zcjtestTF 3.0.0", { name: "zcjtestTF", version: "3.0.0" }); // true
 * matchesModel("zcjtestTF", { name: "zcjtestTF", version: "3.0.0" }); // true
 * matchesModel("zcjtestTF 3", { name: "zcjtestTF", version: "3.0.0" }); // false
 */
export function matchesModel(filter: string, model: ModelVersion): boolean {
  return filter === model.name || filter === `${model.name} ${model.version}`;
}
