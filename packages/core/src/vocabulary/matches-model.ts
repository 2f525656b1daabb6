import type { ModelVersion } from "./signal.ts";

/**
 * Returns true if a model version matches a pattern: its name, or name and version separated by a space.
 *
 * @example
 * matchesModel("zcjtestTF 3.0.0", { name: "zcjtestTF", version: "3.0.0" }); // true
 * matchesModel("zcjtestTF", { name: "zcjtestTF", version: "3.0.0" }); // true
 * matchesModel("zcjtestTF 3", { name: "zcjtestTF", version: "3.0.0" }); // false
 */
export function matchesModel(pattern: string, model: ModelVersion): boolean {
  return pattern === model.name || pattern === `${model.name} ${model.version}`;
}
