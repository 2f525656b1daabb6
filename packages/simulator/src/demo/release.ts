import type { ModelVersion } from "@deploy-lens/core/vocabulary/signal";
import type { Random } from "../random/index.ts";
import type { DeployedModel } from "../service/index.ts";

/** The versions that a service deploys one after another, and which images were built for them. */
export interface ReleaseTrain {
  /** The models of the next attempt: usually a new version of the first, sometimes only new weights. */
  next(): readonly DeployedModel[];
  /** `warm` if a version was built before. */
  imageOf(model: ModelVersion): "warm" | "cold";
  built(model: ModelVersion): void;
}

/**
 * Starts a train of releases at version 3.0.0, as in the documented sample.
 *
 * @example
 * versionName(12); // "3.1.2"
 */
export function createReleaseTrain(random: Random, names: readonly string[]): ReleaseTrain {
  const releases = names.map(() => 0);
  const images = new Set<string>();
  let first = true;
  return {
    next() {
      for (const [index, release] of releases.entries()) {
        if (!first && random.chance(index === 0 ? 0.75 : 0.25)) releases[index] = release + 1;
      }
      first = false;
      const weights = drawWeights(random, names.length);
      return names.map((name, index) => ({
        model: { name, version: versionName(releases[index] ?? 0) },
        weight: weights[index] ?? 0,
      }));
    },
    imageOf: ({ name, version }) => (images.has(`${name} ${version}`) ? "warm" : "cold"),
    built({ name, version }) {
      images.add(`${name} ${version}`);
    },
  };
}

/** The nth release's version: 3.0.0, 3.0.1, … 3.0.9, 3.1.0, … */
export function versionName(release: number): string {
  return `${3 + Math.floor(release / 100)}.${Math.floor(release / 10) % 10}.${release % 10}`;
}

function drawWeights(random: Random, count: number): readonly number[] {
  switch (count) {
    case 1:
      return [100];
    case 2: {
      const canary = random.pick([5, 10, 20, 50]);
      return [100 - canary, canary];
    }
    default: {
      const canary = random.pick([5, 10]);
      return [80 - canary, 20, canary];
    }
  }
}
