import type { ModelAnswer } from "@deploy-lens/api/fields/model";
import { compareVersions } from "./version-order.ts";

/** The versions of one model, newest first. */
export interface ModelGroup {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Groups model versions by name: names in alphabetical order, each one's versions from the newest on. */
export function groupModels(models: readonly ModelAnswer[]): ModelGroup[] {
  return [...Map.groupBy(models, ({ name }) => name)]
    .map(([name, ofName]) => ({
      name,
      versions: [...new Set(ofName.map(({ version }) => version))].toSorted(compareVersions).toReversed(),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

/**
 * Finds the versions that contain all the words typed, in upper or lower case.
 *
 * @example
 * findModels([{ name: "bert", versions: ["2.0.0", "1.0.0"] }], "ber 2"); // [{ name: "bert", versions: ["2.0.0"] }]
 */
export function findModels(groups: readonly ModelGroup[], typed: string): ModelGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.flatMap(({ name, versions }) => {
    const matching = versions.filter((version) => {
      const text = `${name} ${version}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return matching.length === 0 ? [] : [{ name, versions: matching }];
  });
}
