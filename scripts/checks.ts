import { existsSync } from "node:fs";
import { join } from "node:path";

/** A check of `npm test` that passes or fails as a whole. */
export interface Check {
  readonly name: string;
  readonly command: readonly string[];
}

const folders = ["packages", "apps", "infra", "bench", "e2e", "prove", "scripts"].filter((folder) =>
  existsSync(join(import.meta.dirname, "..", folder)),
);

/** Checks of `npm test` besides the tests. */
export const checks: readonly Check[] = [
  { name: "format and lint", command: ["biome", "ci", "--colors=off", "--error-on-warnings", "."] },
  {
    name: "types",
    command: [
      "turbo",
      "run",
      "typecheck",
      "--output-logs=errors-only",
      "--log-order=grouped",
      "--ui=stream",
      "--continue",
    ],
  },
  {
    name: "boundaries",
    command: ["depcruise", "--config", ".dependency-cruiser.mjs", "--output-type", "err-long", ...folders],
  },
  { name: "nothing unused", command: ["knip", "--no-progress", "--treat-config-hints-as-errors"] },
];
