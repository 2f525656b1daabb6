import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

/** A check of `npm test` that passes or fails as a whole. */
export interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const folders = ["packages", "apps", "infra", "bench", "e2e", "prove", "scripts"].filter((folder) =>
  existsSync(join(import.meta.dirname, "..", folder)),
);

const projects = globSync("{.,packages/*,apps/*,infra,bench,e2e,prove}/tsconfig{,.test}.json", {
  cwd: join(import.meta.dirname, ".."),
}).sort();

/** Checks of `npm test` besides the tests. */
export const checks: readonly Check[] = [
  { name: "format and lint", command: ["biome", "ci", "--colors=off", "--error-on-warnings", "."] },
  {
    name: "types",
    // One process for all projects, which checks again only what a change can affect. More builders would need
    // gigabytes.
    command: ["tsc", "--build", "--builders", "2", ...projects],
  },
  {
    name: "boundaries",
    command: ["depcruise", "--config", ".dependency-cruiser.mjs", "--output-type", "err-long", ...folders],
  },
  { name: "nothing unused", command: ["knip", "--no-progress", "--treat-config-hints-as-errors"] },
];
